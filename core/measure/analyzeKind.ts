import { AmpbenchError } from '../errors.ts';
import type { Analysis, AnalysisFinding, AnalysisInput, Capture, CaptureRole, KindDefinition } from './analysis.ts';
import { checkCapture } from './integrity/checkCapture.ts';
import type { MeasureSettings } from './settings.ts';

/** Volts, or times full scale: nothing that is measured here comes near it, and its powers must not overflow. */
const LARGEST_SAMPLE = 1e9;

function refuse(code: string, message: string, data: AmpbenchError['data'], tip?: string): never {
  throw new AmpbenchError('data', code, message, data, tip);
}

/** Place of the first sample that is no number or too large; the length where there is none. */
function firstUnfit(samples: Float64Array): number {
  let at = 0;
  // A plain loop: captures have millions of samples, and NaN fails both comparisons
  while (at < samples.length && samples[at] <= LARGEST_SAMPLE && samples[at] >= -LARGEST_SAMPLE) at++;
  return at;
}

function requireUsable(capture: Capture, name: string, kind: string, leastChannels: number): void {
  const { sampleRateHz, channels } = capture;
  const place = `the ${name} capture of ${kind}`;
  if (!(Number.isFinite(sampleRateHz) && sampleRateHz > 0))
    refuse('sample-rate', `the sample rate is ${sampleRateHz} Hz but must be positive in ${place}`, { sampleRateHz });
  if (channels.length < leastChannels)
    refuse('too-few-channels', `there are ${channels.length} channels but ${kind} needs ${leastChannels} in ${place}`, {
      channels: channels.length,
      leastChannels,
    });
  const frames = channels[0].length;
  if (frames === 0) refuse('capture-empty', `there is no sample in ${place}`, { frames });
  for (const [index, samples] of channels.entries()) {
    if (samples.length !== frames)
      refuse(
        'channel-lengths',
        `channel ${index + 1} has ${samples.length} frames but must have ${frames} as channel 1 has in ${place}`,
        { channel: index + 1, frames },
      );
    const at = firstUnfit(samples);
    if (at < samples.length)
      refuse(
        'not-finite',
        `sample ${at} of channel ${index + 1} is ${samples[at]} but must be a number of at most ${LARGEST_SAMPLE} in ${place}`,
        { channel: index + 1, frame: at },
      );
  }
}

/**
 * One measurement's analysis with everything checked that concerns every kind alike: settings the kind does not heed, captures and references that are
 * missing, empty, uneven or hold something that is no number, and what is wrong with the captures.
 * @throws AmpbenchError of kind `usage` or `data`, naming value, rule and place
 */
export function analyzeKind(definition: KindDefinition, input: AnalysisInput, settings: MeasureSettings): Analysis {
  const analysis = figuresOf(definition, input, settings);
  return withFindings(
    analysis,
    capturesToCheck(definition, input).flatMap((each) => checkCapture(each).findings),
  );
}

/**
 * An analysis without the checks of its captures, which may be made elsewhere meanwhile.
 * @throws AmpbenchError as `analyzeKind` does
 */
export function figuresOf(definition: KindDefinition, input: AnalysisInput, settings: MeasureSettings): Analysis {
  const { kind, roles, leastChannels } = definition;
  for (const [key, value] of Object.entries(settings)) {
    if (value !== undefined && !definition.options.some((option) => option === key))
      throw new AmpbenchError('usage', 'setting-not-heeded', `${key} has no meaning for ${kind}`, {
        setting: key,
        kind,
      });
  }
  const first = captureOf(input, roles[0], kind);
  for (const role of roles) {
    captureOf(input, role, kind);
    const captures = capturesOf(input, role);
    if (captures.length > 1 && definition.takesRepeats !== true)
      throw new AmpbenchError(
        'usage',
        'repeats-not-heeded',
        `there are ${captures.length} captures ${role} but ${kind} takes one`,
        { kind, role, captures: captures.length },
      );
    for (const capture of captures) {
      requireUsable(capture, role, kind, leastChannels);
      if (capture.sampleRateHz !== first.sampleRateHz)
        refuse(
          'sample-rates-differ',
          `the ${role} capture has ${capture.sampleRateHz} Hz but the ${roles[0]} capture ${first.sampleRateHz} Hz in ${kind}`,
          { role, sampleRateHz: capture.sampleRateHz },
          'Record both at one rate, in one session.',
        );
    }
  }
  if (input.reference !== null && definition.reference !== 'ignored') {
    requireUsable(input.reference, 'reference', kind, 1);
    if (input.reference.sampleRateHz !== first.sampleRateHz)
      refuse(
        'sample-rates-differ',
        `the reference has ${input.reference.sampleRateHz} Hz but the capture ${first.sampleRateHz} Hz in ${kind}`,
        { sampleRateHz: input.reference.sampleRateHz },
        'Give the file that was played, at the rate it was recorded with.',
      );
  }
  if (input.reference === null && definition.reference === 'needed')
    throw new AmpbenchError(
      'usage',
      'reference-missing',
      `${kind} needs what was played`,
      { kind },
      'Give it with --reference.',
    );
  return definition.analyze(input, settings);
}

/** What `checkCapture` is to look at before an analysis may be believed: each capture, with what was played where the kind heeds it. */
export function capturesToCheck(
  { kind, roles, reference }: KindDefinition,
  input: AnalysisInput,
): { readonly capture: Capture; readonly reference: Capture | null }[] {
  if (kind === 'integrity') return [];
  const played = reference === 'ignored' ? null : input.reference;
  return roles.flatMap((role) => capturesOf(input, role).map((capture) => ({ capture, reference: played })));
}

/** The analysis with what is wrong with its captures; channels that cannot be believed are flagged. */
export function withFindings(analysis: Analysis, found: readonly AnalysisFinding[]): Analysis {
  if (analysis.kind === 'integrity') return analysis;
  const integrity = [...analysis.integrity, ...found];
  const damaged = (channel: number): boolean =>
    integrity.some((finding) => finding.damaging && (finding.channel === null || finding.channel === channel));
  return {
    ...analysis,
    channels: analysis.channels.map((each) =>
      damaged(each.channel) ? { ...each, flags: [...each.flags, 'capture-damaged'] } : each,
    ),
    integrity,
  };
}

/** All captures in a role, in the order they were taken. */
export function capturesOf({ captures, repeats }: AnalysisInput, role: CaptureRole): readonly Capture[] {
  const first = captures[role];
  return [...(first === undefined ? [] : [first]), ...(repeats?.[role] ?? [])];
}

/**
 * The capture in a role.
 * @throws AmpbenchError `usage/capture-missing`
 */
export function captureOf(input: AnalysisInput, role: CaptureRole, kind: string): Capture {
  const capture = input.captures[role];
  if (capture === undefined)
    throw new AmpbenchError('usage', 'capture-missing', `${kind} needs a capture ${role}`, { kind, role });
  return capture;
}
