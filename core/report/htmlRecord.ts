import type { Figure } from '../result/figure.ts';
import type { StepRecord, Verification } from '../result/verification.ts';
import { conditionsText, wiringText } from './conditionText.ts';
import { formatQuantity } from '../units/format.ts';
import { escapeHtml } from './escapeHtml.ts';

/** Where the uncertainty comes from, each part as a share of the value: two digits are all it has. */
function uncertaintyText({ value, uncertaintyParts }: Figure): string {
  if (value === null || value === 0 || uncertaintyParts.length === 0) return '';
  const parts = uncertaintyParts.map(
    (part) => `${part.source.replaceAll('-', ' ')} ${formatQuantity(part.value / Math.abs(value), 'ratio', 2)}`,
  );
  return `U from ${parts.join(', ')} of the value`;
}

function figureHtml(figure: Figure): string {
  const conditions = conditionsText(figure.conditions);
  const notes = [...figure.flags, ...(figure.reasonCode === undefined ? [] : [figure.reasonCode])];
  const uncertainty = uncertaintyText(figure);
  return (
    `<tr><td>${escapeHtml(figure.id)}</td><td>${escapeHtml(figure.channel)}</td><td class="measured">${escapeHtml(figure.text)}</td>` +
    `<td class="mono">${escapeHtml(figure.definitionId)}</td>` +
    `<td>${escapeHtml(conditions)}${notes.length === 0 ? '' : ` <b>${escapeHtml(notes.join(', '))}</b>`}` +
    `${uncertainty === '' ? '' : `<div class="dim3">${escapeHtml(uncertainty)}</div>`}</td></tr>`
  );
}

function stepHtml({ step, figures }: StepRecord, number: number): string {
  const predicted =
    step.predictedOutputVoltsRms > 0 ? `, predicted at most ${formatQuantity(step.predictedOutputVoltsRms, 'V')}` : '';
  const watts = step.predictedLoadWatts > 0 ? `, ${formatQuantity(step.predictedLoadWatts, 'W')} in the load` : '';
  const head =
    `<div class="step-head"><span class="badge">${number}</span><h3>${escapeHtml(step.title)}</h3>` +
    `<span class="how">${escapeHtml(wiringText(step.wiring) + predicted + watts)}</span></div>`;
  if (figures.length === 0)
    return `<section class="step">${head}<p class="dim">No figure: the step was not run, or gave none.</p></section>`;
  const columns = '<colgroup><col><col><col><col><col></colgroup>';
  const titles =
    '<thead><tr><th>Figure</th><th>Ch</th><th>Value ± U</th><th>Definition</th><th>Conditions and uncertainty</th></tr></thead>';
  return `<section class="step">${head}<table class="small figures">${columns}${titles}<tbody>${figures.map(figureHtml).join('')}</tbody></table></section>`;
}

/** Every figure of every step with its definition and the conditions it was taken under. */
export function stepsHtml({ steps }: Verification): string {
  return steps.map((record, index) => stepHtml(record, index + 1)).join('');
}

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
export function rigHtml({ rig, clock, seed, simulated }: Verification): string {
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

/** Every capture with the hash of its samples: from these files each figure can be computed again. */
export function capturesHtml({ captures }: Verification): string {
  if (captures.length === 0) return '<p class="dim">Nothing was captured.</p>';
  const rows = captures.map(
    ({ takeId, file, sha256, sampleRateHz, channelCount, frameCount }) =>
      `<tr><td>${escapeHtml(takeId)}<div class="dim3">${escapeHtml(file)}</div></td><td class="num">${frameCount}</td><td class="num">${channelCount}</td>` +
      `<td class="num">${formatQuantity(sampleRateHz, 'Hz')}</td><td class="mono">${escapeHtml(sha256)}</td></tr>`,
  );
  const titles =
    '<thead><tr><th>Take</th><th class="num">Frames</th><th class="num">Channels</th><th class="num">Sampling</th><th>sha256 of the samples (float32, interleaved)</th></tr></thead>';
  return `<table class="small">${titles}<tbody>${rows.join('')}</tbody></table>`;
}
