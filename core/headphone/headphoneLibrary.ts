import { plainName } from './findHeadphone.ts';
import type { Headphone, ImpedanceExtremes, SensitivityReading, SensitivityReference } from './headphone.ts';
import type { HeadphoneLibraryFile } from './headphoneSchema.ts';
import { readBothSensitivities, readSensitivity } from './sensitivity.ts';

type HeadphoneEntry = HeadphoneLibraryFile['headphones'][number];
type ImpedanceEntry = HeadphoneLibraryFile['impedanceCurves'][number];

const REFERENCES = { dBPerVolt: 'volt', dBPerMilliwatt: 'milliwatt' } as const satisfies Record<
  string,
  SensitivityReference
>;

function readingsOf(entry: HeadphoneEntry): readonly SensitivityReading[] {
  const { sensitivityDbPerVolt, sensitivityDbPerMilliwatt, nominalOhms, publishedAs, doubt } = entry;
  if (publishedAs === 'both')
    return readBothSensitivities(sensitivityDbPerVolt, sensitivityDbPerMilliwatt, nominalOhms);
  const published = publishedAs === 'dBPerVolt' ? sensitivityDbPerVolt : sensitivityDbPerMilliwatt;
  const readings = readSensitivity(
    published,
    REFERENCES[publishedAs],
    nominalOhms,
    doubt === undefined ? null : REFERENCES[doubt.reference],
  );
  return readings.map((each, index) =>
    index === 0 || doubt === undefined ? each : { ...each, text: `${each.text} (${doubt.text})` },
  );
}

function extremesOf(entry: ImpedanceEntry): ImpedanceExtremes {
  return {
    minOhms: (entry.minOhms ?? entry.nominalOhms)!,
    maxOhms: entry.peakOhms,
    peakHz: entry.peakHz ?? null,
    minIsNominal: entry.minOhms === undefined,
    source: entry.source,
  };
}

/**
 * The headphones of a library file, sorted by name. One of which only the impedance is known is among them, without a sensitivity.
 * @param file as `headphoneLibrarySchema` reads it
 */
export function headphonesOf(file: HeadphoneLibraryFile): readonly Headphone[] {
  const curves = new Map(file.impedanceCurves.map((entry) => [plainName(entry.name), entry]));
  const headphones = file.headphones.map((entry): Headphone => {
    const curve = curves.get(plainName(entry.name));
    curves.delete(plainName(entry.name));
    return {
      name: entry.name,
      nominalOhms: entry.nominalOhms,
      sensitivity: readingsOf(entry),
      impedance: curve === undefined ? null : extremesOf(curve),
      sources: curve === undefined ? [entry.source] : [entry.source, curve.source],
    };
  });
  for (const entry of curves.values()) {
    headphones.push({
      name: entry.name,
      nominalOhms: entry.nominalOhms ?? null,
      sensitivity: [],
      impedance: extremesOf(entry),
      sources: [entry.source],
    });
  }
  return headphones.sort((a, b) => (plainName(a.name) < plainName(b.name) ? -1 : 1));
}
