import type { SensitivityReading, SensitivityReference } from './headphone.ts';

/** Two published figures that differ by no more than this are one figure, rounded twice: dB. */
const ROUNDING_DB = 0.15;

/**
 * dB SPL at 1 V from dB SPL at 1 mW: `S_V = S_mW + 10 lg(1000/Z)`, as 1 V puts 1000/Z mW into Z ohms.
 * @param nominalOhms over 0
 */
export function dbPerVoltFromDbPerMilliwatt(dbPerMilliwatt: number, nominalOhms: number): number {
  return dbPerMilliwatt + 10 * Math.log10(1000 / nominalOhms);
}

function reading(db: number, reference: SensitivityReference, nominalOhms: number, how: string): SensitivityReading {
  return reference === 'volt'
    ? { dbPerVolt: db, text: `${db} dB SPL at 1 V, ${how}` }
    : {
        dbPerVolt: dbPerVoltFromDbPerMilliwatt(db, nominalOhms),
        text: `${db} dB SPL at 1 mW into ${nominalOhms} Ω, ${how}`,
      };
}

/**
 * The readings of one published number. A doubtful or missing reference gives two, the likelier or published one first.
 * @param db dB SPL as published
 * @param reference what the maker gives it for; null: not stated
 * @param doubt another reference the number may have been meant for
 */
export function readSensitivity(
  db: number,
  reference: SensitivityReference | null,
  nominalOhms: number,
  doubt: SensitivityReference | null = null,
): readonly SensitivityReading[] {
  if (reference === null) {
    const how = 'if that is what the maker meant: the reference is not stated';
    return [reading(db, 'milliwatt', nominalOhms, how), reading(db, 'volt', nominalOhms, how)];
  }
  const published = reading(db, reference, nominalOhms, 'as published');
  return doubt === null || doubt === reference
    ? [published]
    : [published, reading(db, doubt, nominalOhms, 'if the maker meant that')];
}

/** The readings of a sensitivity that is published both ways: one where they agree, two where they do not. */
export function readBothSensitivities(
  perVolt: number,
  perMilliwatt: number,
  nominalOhms: number,
): readonly SensitivityReading[] {
  const readings = [
    reading(perVolt, 'volt', nominalOhms, 'as published'),
    reading(perMilliwatt, 'milliwatt', nominalOhms, 'as published beside it'),
  ];
  return Math.abs(readings[0].dbPerVolt - readings[1].dbPerVolt) <= ROUNDING_DB ? readings.slice(0, 1) : readings;
}
