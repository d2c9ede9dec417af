import type { Verification } from '../result/verification.ts';
import { formatQuantity } from '../units/format.ts';
import { escapeHtml } from './escapeHtml.ts';

/** What was wrong with captures, found in the data or reported by the stream. */
export function integrityHtml({ steps, captures }: Verification): string {
  const findings = steps.flatMap(({ step, integrity }) => integrity.map((finding) => ({ step, finding })));
  if (findings.length === 0) {
    return `<p class="dim">Nothing lost, repeated, clipped, muted or out of place was found in ${captures.length} captures.</p>`;
  }
  const rows = findings.map(
    ({ step, finding }) =>
      `<tr><td${finding.damaging ? ' class="damage"' : ''}>${escapeHtml(finding.code)}${finding.damaging ? ' (not judged)' : ''}</td>` +
      `<td>${escapeHtml(step.title)}</td><td>${escapeHtml(finding.channel)}</td>` +
      `<td class="num">${finding.atSeconds === null ? '–' : `${finding.atSeconds.toFixed(4)} s`}</td>` +
      `<td class="num">${finding.count ?? '–'}</td><td>${escapeHtml(finding.text)}</td></tr>`,
  );
  const titles =
    '<thead><tr><th>Finding</th><th>Step</th><th>Ch</th><th class="num">At</th><th class="num">Samples</th><th>What it means</th></tr></thead>';
  return `<table class="small">${titles}<tbody>${rows.join('')}</tbody></table>`;
}

/** The rig and its calibration, as the figures rest on it. */
export function rigHtml({ card, rig, clock, seed, simulated }: Verification): string {
  const fact = (name: string, value: string): string =>
    `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd></div>`;
  const balanced = (port: { balanced: boolean }): string => (port.balanced ? 'balanced' : 'single-ended');
  const loads = rig.loads.map(
    ({ ohms, relativeTolerance, ratedWatts }) =>
      `${formatQuantity(ohms, 'ohm')} ±${formatQuantity(relativeTolerance, 'ratio')}, ${formatQuantity(ratedWatts, 'W')}`,
  );
  const channels = rig.channels.map(
    ({ name, outputChannel, inputChannel }) => `${name}: out ${outputChannel} → in ${inputChannel}`,
  );
  const reference = rig.timeReference;
  const ppm = (value: number): string => formatQuantity(value, 'ppm');
  const clockText =
    clock === null
      ? `${rig.clock}, not measured`
      : `${rig.clock}, ${ppm(clock.ppm)} ± ${ppm(clock.uncertaintyPpm)}, wander ${ppm(clock.wanderPpm)}`;
  const facts = [
    ...card.sources.map((source) => fact('Source of the card', source)),
    fact('Output device', rig.outputDevice),
    fact('Input device', rig.inputDevice),
    fact('Driver', rig.hostApi === null ? rig.driver : `${rig.driver}, ${rig.hostApi}`),
    fact('Sampling', `${formatQuantity(rig.sampleRateHz, 'Hz')}, ${rig.format}`),
    fact(
      'Output, full scale',
      `${formatQuantity(rig.output.fullScaleVoltsRms, 'V')} ±${formatQuantity(rig.output.relativeUncertainty, 'ratio')}, ${balanced(rig.output)}`,
    ),
    fact('Output impedance of the rig', formatQuantity(rig.output.sourceOhms, 'ohm')),
    fact(
      'Input, full scale',
      `${formatQuantity(rig.input.fullScaleVoltsRms, 'V')} ±${formatQuantity(rig.input.relativeUncertainty, 'ratio')}, ${balanced(rig.input)}`,
    ),
    fact(
      'Input impedance of the rig',
      `${formatQuantity(rig.input.inputOhms, 'ohm')}, divider ${Number(rig.input.dividerRatio.toPrecision(5))}`,
    ),
    fact('Channels', channels.join('; ')),
    fact(
      'Time reference',
      reference === null ? 'none' : `out ${reference.outputChannel} → in ${reference.inputChannel}`,
    ),
    fact('Cable to the load', formatQuantity(rig.cableOhms, 'ohm')),
    fact('Loads', loads.length === 0 ? 'none' : loads.join('; ')),
    fact(
      'Series resistor',
      rig.seriesResistor === null
        ? 'none'
        : `${formatQuantity(rig.seriesResistor.ohms, 'ohm')} ±${formatQuantity(rig.seriesResistor.relativeTolerance, 'ratio')}`,
    ),
    fact(
      'Limits',
      `${formatQuantity(rig.limits.outputVoltsRms, 'V')} at the output, ${formatQuantity(rig.limits.loadRatingShare, 'ratio')} of a load’s rating`,
    ),
    fact('Clock, player against recorder', clockText),
    fact('Seed', `${seed}${simulated ? ', of dither and of the simulated bench' : ', of dither'}`),
  ];
  return `<dl class="facts">${facts.join('')}</dl>`;
}

/** The value where all captures agree, else null. */
function shared<Value>(values: readonly Value[]): Value | null {
  return values.every((value) => value === values[0]) ? values[0] : null;
}

/** Every capture with the whole hash of its samples: from these files each figure can be computed again. */
export function capturesHtml({ captures }: Verification): string {
  if (captures.length === 0) return '<p class="dim">Nothing was captured.</p>';
  const rateHz = shared(captures.map(({ sampleRateHz }) => sampleRateHz));
  const channels = shared(captures.map(({ channelCount }) => channelCount));
  const rows = captures.map(({ file, sha256, sampleRateHz, channelCount, frameCount }) => {
    const odd = [
      ...(rateHz === null ? [formatQuantity(sampleRateHz, 'Hz')] : []),
      ...(channels === null ? [`${channelCount} channels`] : []),
    ];
    const form = odd.length === 0 ? '' : ` <span class="dim3">${odd.join(', ')}</span>`;
    return (
      `<tr><td>${escapeHtml(file)}${form}</td><td class="num">${(frameCount / sampleRateHz).toFixed(2)} s</td>` +
      `<td class="mono">${escapeHtml(sha256)}</td></tr>`
    );
  });
  const common = [
    `${captures.length} files`,
    'float32, interleaved',
    ...(rateHz === null ? [] : [formatQuantity(rateHz, 'Hz')]),
    ...(channels === null ? [] : [`${channels} channels`]),
  ];
  const titles = '<thead><tr><th>File</th><th class="num">Length</th><th>sha256 of the samples</th></tr></thead>';
  return `<p class="dim">${common.join(', ')}</p><table class="small captures">${titles}<tbody>${rows.join('')}</tbody></table>`;
}
