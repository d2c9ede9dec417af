import type { Rig } from '../../core/calibration/rig.ts';
import { spectrumReport } from '../../core/qa40x/spectrumReport.ts';
import type { LinearSpectrum } from '../../core/qa40x/spectrum.ts';
import { tallPage } from '../../core/report/page/pages.ts';
import { measureText } from '../report/fonts.ts';
import { renderPng } from '../report/png.ts';

/** A spectrum as a PNG. @param channel of the rig, from 0 */
export function spectrumPicture(
  spectrum: LinearSpectrum,
  title: string,
  rig: Rig,
  channel: number,
): Promise<Uint8Array> {
  const report = spectrumReport(spectrum, title, rig.channels[channel].name, rig.driver === 'simulated');
  return renderPng(tallPage(report, measureText), 'light');
}
