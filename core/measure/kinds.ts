import { AmpbenchError } from '../errors.ts';
import type { KindDefinition, MeasurementKind } from './analysis.ts';
import { channelBalance } from './channel-balance/kind.ts';
import { crosstalk } from './crosstalk/kind.ts';
import { dynamicRange } from './dynamic-range/kind.ts';
import { frequencyResponse } from './frequency-response/kind.ts';
import { gain } from './gain/kind.ts';
import { humKind } from './hum/kind.ts';
import { imdAesDifference } from './imd-aes-difference/kind.ts';
import { imdAesModulation } from './imd-aes-modulation/kind.ts';
import { imdCcif } from './imd-ccif/kind.ts';
import { imdDim } from './imd-dim/kind.ts';
import { imdDin } from './imd-din/kind.ts';
import { imdSmpte } from './imd-smpte/kind.ts';
import { impulse } from './impulse/kind.ts';
import { inputImpedance } from './input-impedance/kind.ts';
import { integrityKind } from './integrity/kind.ts';
import { latencyKind } from './latency/kind.ts';
import { level } from './level/kind.ts';
import { jitter } from './jitter/kind.ts';
import { linearity } from './linearity/kind.ts';
import { maxOutputKind } from './max-output/kind.ts';
import { multitoneKind } from './multitone/kind.ts';
import { noiseKind } from './noise/kind.ts';
import { outputImpedance } from './output-impedance/kind.ts';
import { phase } from './phase/kind.ts';
import { spectrumKind } from './spectrum/kind.ts';
import { thdn } from './thdn/kind.ts';
import { thdnVsFrequency } from './thdn-vs-frequency/kind.ts';
import { thdnVsLevel } from './thdn-vs-level/kind.ts';

const definitions: readonly KindDefinition[] = [
  level,
  gain,
  thdn,
  frequencyResponse,
  phase,
  impulse,
  outputImpedance,
  inputImpedance,
  imdSmpte,
  imdDin,
  imdCcif,
  imdAesDifference,
  imdAesModulation,
  imdDim,
  multitoneKind,
  crosstalk,
  jitter,
  thdnVsFrequency,
  thdnVsLevel,
  maxOutputKind,
  noiseKind,
  humKind,
  dynamicRange,
  linearity,
  channelBalance,
  spectrumKind,
  latencyKind,
  integrityKind,
];

/** Every kind there is, by name. */
export const kinds: ReadonlyMap<MeasurementKind, KindDefinition> = new Map(
  definitions.map((definition) => [definition.kind, definition]),
);

/** @throws AmpbenchError `usage/unknown-kind` naming all there are */
export function kindNamed(name: string): KindDefinition {
  const definition = [...kinds.values()].find(({ kind }) => kind === name);
  if (definition !== undefined) return definition;
  throw new AmpbenchError(
    'usage',
    'unknown-kind',
    `"${name}" is no kind of measurement; there are ${[...kinds.keys()].join(', ')}`,
    { kind: name },
  );
}
