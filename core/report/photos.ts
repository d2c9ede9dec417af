import type { Report } from './block.ts';

/** A photo that is kept with a run. */
export interface ReportPhoto {
  /** May be empty. */
  readonly caption: string;
  readonly type: 'image/jpeg' | 'image/png';
  readonly contentBase64: string;
  readonly sha256: string;
}

/** The report with the run's photos under its last section; as it was where there are none. */
export function withPhotos(report: Report, photos: readonly ReportPhoto[]): Report {
  if (photos.length === 0) return report;
  const foot = report.blocks.findIndex(({ kind }) => kind === 'foot');
  const end = foot < 0 ? report.blocks.length : foot;
  return {
    ...report,
    blocks: [
      ...report.blocks.slice(0, end),
      { kind: 'heading', level: 2, text: 'Photos' },
      { kind: 'photos', photos },
      ...report.blocks.slice(end),
    ],
  };
}

/** What stands for the photos where pictures cannot: what each shows, and by what its file is known. */
export const photoLines = (photos: readonly ReportPhoto[]): readonly (readonly [string, string])[] =>
  photos.map(({ caption, sha256 }, index) => [
    `Photo ${index + 1}`,
    `${caption === '' ? 'without a caption' : caption} (sha256 ${sha256.slice(0, 16)}…)`,
  ]);
