import { formatQuantity } from '../../../core/units/format.ts';
import { ErrorNote } from '../../controls/ErrorNote.tsx';
import { text } from '../../text/english.ts';
import type { RigDesk } from './useRig.ts';

const words = text.rig;

/** The devices behind the chosen rig, and the rates at which they open. */
export function DevicesPanel({ rig: { devices, rates, deviceError } }: { readonly rig: RigDesk }) {
  return (
    <section className="panel" aria-label={words.devices}>
      <div className="head">
        <h2>{words.devices}</h2>
      </div>
      <div className="body" tabIndex={0} role="group" aria-label={words.devices}>
        <ErrorNote error={deviceError} />
        {devices?.devices.length === 0 ? <p className="sect dim">{words.noDevice}</p> : null}
        {devices === null ? (
          <p className="sect dim">{deviceError === null ? text.loading : ''}</p>
        ) : (
          <ul className="devices">
            {devices.devices.map(
              ({ index, name, hostApi, maxInputChannels, maxOutputChannels, defaultSampleRateHz }) => (
                <li key={index} className="sect">
                  <b>{name}</b>
                  <span className="note dim">
                    {hostApi}, {words.channelsOf(maxInputChannels, maxOutputChannels)},{' '}
                    {formatQuantity(defaultSampleRateHz, 'Hz')}
                  </span>
                </li>
              ),
            )}
          </ul>
        )}
        <div className="sect">
          <h3 className="label">{words.rates}</h3>
          {rates === null ? (
            <p className="note dim">{deviceError === null ? words.testing : ''}</p>
          ) : (
            <dl className="pairs">
              {rates.map(({ sampleRateHz, refusal }) => [
                <dt key={`${sampleRateHz}t`}>{formatQuantity(sampleRateHz, 'Hz')}</dt>,
                <dd key={`${sampleRateHz}d`} className={refusal === null ? '' : 'dim'} title={refusal ?? undefined}>
                  {refusal === null ? words.supported : words.refused}
                </dd>,
              ])}
            </dl>
          )}
        </div>
      </div>
    </section>
  );
}
