/** `2026-11-21 14:36 UTC` of an ISO 8601 time in UTC. */
export const dateText = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
