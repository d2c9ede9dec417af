import { useEffect, useState } from 'react';
import type { ReportFormat } from '../../electron/ipc/contract.ts';
import { useAttempt, useBenchAccess } from '../state/benchContext.ts';
import { text } from '../text/english.ts';
import { ErrorNote } from './ErrorNote.tsx';

const words = text.result;
const FORMATS: readonly ReportFormat[] = ['html', 'pdf', 'png', 'csv', 'md', 'json'];

type Addresses = Readonly<Partial<Record<ReportFormat, string>>>;

/** The addresses of a finished run's reports; empty until they are known. */
export function useReports(runId: string | null, formats: readonly ReportFormat[]) {
  const { calls } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const [addresses, setAddresses] = useState<Addresses>({});
  const wanted = formats.join(' ');
  useEffect(() => {
    setAddresses({});
    if (runId === null) return;
    attempt(async (bench) => {
      const named = wanted.split(' ') as ReportFormat[];
      const found = await Promise.all(named.map(async (format) => [format, await bench.reportPath(runId, format)]));
      setAddresses(Object.fromEntries(found) as Addresses);
    });
  }, [runId, wanted, attempt]);
  return { addresses, error };
}

/** The report as it will be read by others, in a frame without scripts. */
export function ReportFrame({ address }: { readonly address: string | undefined }) {
  if (address === undefined) return <p className="empty">{words.loading}</p>;
  return <iframe className="report-frame" title={words.report} src={address} sandbox="" />;
}

/** Every form in which a run can be taken away. */
export function SaveAs({ runId }: { readonly runId: string }) {
  const { addresses, error } = useReports(runId, FORMATS);
  return (
    <>
      <ErrorNote error={error} />
      <h3 className="label">{words.save}</h3>
      <div className="buttons">
        {FORMATS.map((format) =>
          addresses[format] === undefined ? null : (
            <a key={format} className="button small" href={addresses[format]} download={`${runId}.${format}`}>
              {words.formats[format]}
            </a>
          ),
        )}
      </div>
    </>
  );
}
