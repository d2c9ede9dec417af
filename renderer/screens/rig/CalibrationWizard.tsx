import { useState } from 'react';
import type { Rig } from '../../../core/calibration/rig.ts';
import { formatQuantity, formatWithUncertainty } from '../../../core/units/format.ts';
import type { KnownRig } from '../../../electron/ipc/rigCalls.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { NumberField } from '../../controls/NumberField.tsx';
import { WiringDrawing } from '../../drawings/WiringDrawing.tsx';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';
import { text } from '../../text/english.ts';
import { TakeButton } from './TakeButton.tsx';
import { useTake } from './useTake.ts';

const words = text.rig.calibration;
const LOOPBACK = {
  path: 'loopback',
  drive: 'analogue',
  input: null,
  output: null,
  gain: null,
  loadOhms: null,
  seriesOhms: 0,
} as const;
const TONE_SECONDS = 30;
const SHORTEST_SECONDS = 2;

type Captured = readonly { readonly channel: string; readonly capturedRatio: number }[];

const fullScale = ({ fullScaleVoltsRms, relativeUncertainty }: Rig['output'] | Rig['input']): string =>
  formatWithUncertainty(fullScaleVoltsRms, fullScaleVoltsRms * relativeUncertainty, 'V');

function Outcome({ before, after }: { readonly before: Rig; readonly after: Rig }) {
  return (
    <table className="figures">
      <thead>
        <tr>
          <td />
          <th scope="col">{words.before}</th>
          <th scope="col">{words.after}</th>
        </tr>
      </thead>
      <tbody>
        {(['output', 'input'] as const).map((side) => (
          <tr key={side}>
            <th scope="row">{words[side]}</th>
            <td>{fullScale(before[side])}</td>
            <td className="strong">{fullScale(after[side])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface CalibrationWizardProps {
  readonly known: KnownRig;
  readonly onSaved: (rigId: string) => void;
}

/** Full-scale volts by multimeter, step by step: connect, play and read, type, look at the result, save. */
export function CalibrationWizard({ known: { rig, playsVoltsRms }, onSaved }: CalibrationWizardProps) {
  const { calls, inControl } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const [step, setStep] = useState(0);
  const [seconds, setSeconds] = useState<number | null>(TONE_SECONDS);
  const [captured, setCaptured] = useState<Captured | null>(null);
  const [readings, setReadings] = useState<readonly (number | null)[]>(rig.channels.map(() => null));
  const [accuracyPercent, setAccuracyPercent] = useState<number | null>(null);
  const [calibrated, setCalibrated] = useState<Rig | null>(null);
  const [saved, setSaved] = useState(false);
  const ref = { kind: 'listed', id: rig.id } as const;
  const tone = useTake(
    (bench) => bench.calibrationTone({ rig: ref, seconds: Math.max(seconds ?? TONE_SECONDS, SHORTEST_SECONDS) }),
    setCaptured,
  );
  const complete = captured !== null && accuracyPercent !== null && readings.every((reading) => reading !== null);
  const calibrate = (): void => {
    if (!complete) return;
    attempt(async (bench) => {
      const given = captured.map((each, index) => ({ ...each, meterVoltsRms: readings[index] ?? 0 }));
      setCalibrated(await bench.calibrateRig({ rig: ref, readings: given, meterAccuracy: accuracyPercent / 100 }));
      setStep(3);
    });
  };
  const back = (
    <button
      type="button"
      className="button"
      disabled={step === 0 || tone.playing}
      onClick={() => {
        setStep(step - 1);
      }}
    >
      {words.back}
    </button>
  );
  const next = (
    <button
      type="button"
      className="button strong"
      disabled={step === 1 && captured === null}
      onClick={() => {
        setStep(step + 1);
      }}
    >
      {words.next}
    </button>
  );
  return (
    <section className="panel wizard" aria-label={words.title}>
      <div className="head">
        <h2>{words.title}</h2>
        <span className="sub" role="status">
          {words.step(step + 1, words.steps.length, words.steps[step])}
        </span>
      </div>
      <ol className="wizard-steps" aria-label={words.title}>
        {words.steps.map((name, index) => (
          <li key={name} aria-current={index === step ? 'step' : undefined}>
            {index + 1} {name}
          </li>
        ))}
      </ol>
      {rig.driver === 'simulated' ? <p className="sect warn">{words.simulated}</p> : null}
      <ErrorNote error={error ?? tone.error} />
      {step === 0 ? (
        <div className="sect">
          <p>{words.connect}</p>
          <WiringDrawing rig={rig} wiring={LOOPBACK} product={null} />
          <p className="note dim">{words.meter}</p>
        </div>
      ) : null}
      {step === 1 ? (
        <div className="sect">
          <p>{words.willPlay(formatQuantity(playsVoltsRms.calibration, 'V', 3))}</p>
          <div className="fields">
            <NumberField label={words.seconds} unit="s" min={2} max={60} value={seconds} onChange={setSeconds} />
          </div>
          <div className="buttons">
            <TakeButton label={words.play} playing={tone.playing} onPlay={tone.play} onStop={tone.stop} />
          </div>
          <p className="note dim" role="status">
            {tone.playing ? words.playing : captured === null ? words.needTone : words.captured}
          </p>
        </div>
      ) : null}
      {step === 2 ? (
        <div className="sect">
          <div className="fields">
            {rig.channels.map(({ name }, index) => (
              <NumberField
                key={name}
                label={words.reading(name)}
                unit="V"
                min={0}
                step={0.001}
                value={readings[index]}
                onChange={(value) => {
                  setReadings(readings.map((before, place) => (place === index ? value : before)));
                }}
              />
            ))}
            <NumberField
              label={words.accuracy}
              hint={words.accuracyHint}
              unit="%"
              min={0}
              step={0.1}
              value={accuracyPercent}
              onChange={setAccuracyPercent}
            />
          </div>
        </div>
      ) : null}
      {step === 3 && calibrated !== null ? <Outcome before={rig} after={calibrated} /> : null}
      <div className="foot buttons">
        {back}
        {step < 2 ? next : null}
        {step === 2 ? (
          <button type="button" className="button strong" disabled={!complete} onClick={calibrate}>
            {words.compute}
          </button>
        ) : null}
        {step === 3 && calibrated !== null ? (
          <button
            type="button"
            className="button strong"
            disabled={!inControl || rig.driver === 'simulated' || saved}
            onClick={() => {
              attempt(async (bench) => {
                await bench.saveRig(calibrated);
                setSaved(true);
                onSaved(calibrated.id);
              });
            }}
          >
            {saved ? words.saved : words.save}
          </button>
        ) : null}
      </div>
    </section>
  );
}
