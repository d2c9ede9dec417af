import type { ShoppingItem } from '../planner/plan.ts';

/** What to buy for the claims that a rig cannot decide, one line each with the claims that wait for it; empty where nothing is missing. */
export const shoppingLines = (toBuy: readonly ShoppingItem[]): string[] =>
  toBuy.map(({ text, claimIds }) => `${text} For ${claimIds.join(', ')}.`);
