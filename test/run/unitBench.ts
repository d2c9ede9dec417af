import { readFileSync } from 'node:fs';
import type { RigLoad } from '../../core/calibration/rig.ts';
import type { SpecCard } from '../../core/card/claim.ts';
import { parseCard } from '../../core/card/parseCard.ts';
import type { ClaimVerdict, Verification } from '../../core/result/verification.ts';
import { createBench } from '../../core/simulate/bench.ts';
import type { DutModel } from '../../core/simulate/dutModel.ts';
import type { InterfaceModel } from '../../core/simulate/interfaceModel.ts';
import { LOAD_DRAWER } from '../../core/simulate/loads.ts';
import { driveRun, finished, type BenchChoice } from './driveRun.ts';

/** A run of several seconds of audio takes seconds, and many at a time take longer. */
export const RUN_TIMEOUT_MS = 120_000;

/** These of the drawer's loads. */
export const drawer = (...ohms: readonly number[]): RigLoad[] => LOAD_DRAWER.filter((load) => ohms.includes(load.ohms));

/** An interface as it is at another rate: 96 kHz is enough for figures of 20 kHz, and less to compute. */
export const at = (sampleRateHz: number, model: InterfaceModel): InterfaceModel => ({
  ...model,
  defaultSampleRateHz: sampleRateHz,
});

/** A unit at an interface with these loads on hand. */
export const benchOf =
  (dut: DutModel, model: InterfaceModel, loads: readonly RigLoad[]): BenchChoice =>
  (options) =>
    createBench(`sim:${model.id}/${dut.id}`, { ...model, rig: { ...model.rig, loads: [...loads] } }, dut, options);

/** A card of these lines. */
export const cardOf = (kind: SpecCard['kind'], ...lines: readonly string[]): SpecCard => {
  const head = ['maker: Some maker', 'product: Some product', `kind: ${kind}`, 'claims:'];
  return parseCard([...head, ...lines.map((line) => `  - line: '${line}'`)].join('\n'), { id: 'some-product' });
};

/** A card of the product's library. */
export const shippedCard = (name: string): SpecCard =>
  parseCard(readFileSync(new URL(`../../cards/${name}.yaml`, import.meta.url), 'utf8'), { id: name });

export const verify = (card: SpecCard, bench: BenchChoice, seed = 1): Verification =>
  finished(driveRun(card, bench, { seed }));

export const verdictsOf = ({ claims }: Verification): string[] =>
  claims.map(({ verdict, reasonCode }) => `${verdict} (${reasonCode})`);

/** Damage found in any capture, in words. */
export const damageOf = ({ steps }: Verification): string[] =>
  steps.flatMap(({ integrity }) => integrity.filter(({ damaging }) => damaging).map(({ text }) => text));

/** The verdict of a card of one claim. */
export function onlyClaim({ claims }: Verification): ClaimVerdict {
  if (claims.length !== 1) throw new Error(`${claims.length} claims where one was meant`);
  return claims[0];
}

/** Text with plain blanks: numbers and units stand apart by a no-break space. */
export const plain = (text: string | null): string => (text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ');
