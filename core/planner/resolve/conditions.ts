import type { SpecCard } from '../../card/claim.ts';
import { outputVoltsOf, voltsOfLevel } from '../../card/statedLevel.ts';
import { ratioFromDb } from '../../units/decibel.ts';
import { formatQuantity } from '../../units/format.ts';
import type { ResolvedClaim, Stated } from './resolved.ts';

/** Loads that any claim of the card states, ascending. */
export const cardLoads = (card: SpecCard): number[] =>
  [
    ...new Set(
      card.claims.flatMap(({ load_ohm: load }) => (load === undefined ? [] : typeof load === 'number' ? [load] : load)),
    ),
  ].sort((a, b) => a - b);

export const statedLoad = ({ claim }: Stated): number | null =>
  typeof claim.load_ohm === 'number' ? claim.load_ohm : null;

/** The load of a figure that hangs on one: stated, else the card's lowest, else the rule's. */
export function loadOrAssumed(stated: Stated): number {
  const load = statedLoad(stated);
  if (load !== null) return load;
  const lowest = cardLoads(stated.card).at(0);
  const loadOhms = lowest ?? stated.rules.loadOhms;
  stated.assume(
    `Load not stated: ${loadOhms} Ω used, ${lowest === undefined ? 'a usual headphone' : 'the lowest load the card states'}.`,
  );
  return loadOhms;
}

/** The load of a figure that can be had without any. */
export function loadOrOpen(stated: Stated): number | null {
  const load = statedLoad(stated);
  if (load === null) stated.assume('Load not stated: no load but the interface used.');
  return load;
}

export function frequencyOrAssumed({ claim, rules, assume }: Stated): number {
  if (typeof claim.freq_hz === 'number') return claim.freq_hz;
  assume(`Frequency not stated: ${rules.frequencyHz} Hz used.`);
  return rules.frequencyHz;
}

/** The ends of a stated frequency range; null where one frequency or none is stated. */
export const frequencyRange = ({ claim }: Stated): readonly [number, number] | null =>
  typeof claim.freq_hz === 'object' ? claim.freq_hz : null;

export function bandOrAssumed({ claim, rules, assume }: Stated): readonly [number, number] {
  if (claim.bandwidth_hz === undefined)
    assume(`Bandwidth not stated: ${rules.bandHz[0]} Hz to ${rules.bandHz[1] / 1000} kHz used.`);
  const [lowHz, highHz] = claim.bandwidth_hz ?? [null, null];
  return [lowHz ?? rules.bandHz[0], highHz ?? rules.bandHz[1]];
}

/**
 * The most volts that the card promises at an output into a load (null: any): what "full output" means for an analog unit.
 * Powers count only at the load they are stated for.
 */
export function ratedVolts({ card, claim }: Pick<Stated, 'card' | 'claim'>, loadOhms: number | null): number | null {
  const volts = card.claims.flatMap((other) => {
    const isOtherSocket = claim.output !== undefined && other.output !== undefined && claim.output !== other.output;
    if (typeof other.value !== 'number' || other.value <= 0 || isOtherSocket) return [];
    const isHere = loadOhms === null || other.load_ohm === loadOhms;
    if (other.quantity === 'max_output_voltage' && (isHere || other.load_ohm === undefined)) return [other.value];
    return other.quantity === 'output_power' && isHere && typeof other.load_ohm === 'number'
      ? [Math.sqrt(other.value * other.load_ohm)]
      : [];
  });
  return volts.length === 0 ? null : Math.max(...volts);
}

type Level = Pick<ResolvedClaim, 'outputVoltsRms' | 'driveLevel'>;

/** The level a figure is taken at, as stated or by the rules. */
export function levelOrAssumed(stated: Stated, loadOhms: number | null): Level {
  const { claim, rules, drive, assume } = stated;
  const { level, input_level: inputLevel } = claim;
  const usual = { outputVoltsRms: rules.outputVoltsRms, driveLevel: null };
  if (inputLevel !== undefined && level?.at === 'output')
    assume(
      `Stated with ${formatQuantity(inputLevel.value, 'V')} in and the volume set to the output level: here the volume stays full up, and the drive sets the output level.`,
    );
  if (level === undefined) return inputLevel === undefined || drive === 'digital' ? unstatedLevel(stated) : atInput();
  if (level.value === 'full scale' || level.unit === 'dBFS') return reFullScale(stated, loadOhms, usual);
  if (level.unit === 'W' && loadOhms !== null) return { ...usual, outputVoltsRms: Math.sqrt(level.value * loadOhms) };
  const atOutput = outputVoltsOf(level);
  if (atOutput !== null) return { ...usual, outputVoltsRms: atOutput };
  const volts = voltsOfLevel(level);
  if (volts !== null && level.at === 'input' && drive === 'analogue') return { ...usual, driveLevel: volts };
  if (volts !== null && level.at === 'reference') return { ...usual, outputVoltsRms: volts };
  return unstatedLevel(stated);

  function atInput(): Level {
    return { ...usual, driveLevel: inputLevel?.value ?? null };
  }
}

function unstatedLevel({ drive, rules, assume }: Stated): Level {
  if (drive === 'digital') {
    assume(`Level not stated: ${rules.digitalLevelDbfs} dBFS at the digital input used.`);
    return { outputVoltsRms: rules.outputVoltsRms, driveLevel: ratioFromDb(rules.digitalLevelDbfs) };
  }
  assume(`Level not stated: ${rules.outputVoltsRms} V at the output used.`);
  return { outputVoltsRms: rules.outputVoltsRms, driveLevel: null };
}

/** A level re full scale: of a digital input it is the drive; an analog unit has its stated full output. */
function reFullScale(stated: Stated, loadOhms: number | null, usual: Level): Level {
  const value = stated.claim.level?.value;
  const ratio = typeof value === 'number' ? ratioFromDb(value) : 1;
  if (stated.drive === 'digital') return { ...usual, driveLevel: ratio };
  const full = ratedVolts(stated, loadOhms);
  if (full === null) {
    stated.assume(
      `Level stated re full scale, but the card states no full output here: ${usual.outputVoltsRms} V at the output used.`,
    );
    return usual;
  }
  stated.assume(`Full output is taken as the ${formatQuantity(full, 'V')} that the card states.`);
  return { ...usual, outputVoltsRms: full * ratio };
}
