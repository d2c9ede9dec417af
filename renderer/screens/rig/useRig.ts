import { useCallback, useEffect, useState } from 'react';
import type { ErrorRecord } from '../../../core/errors.ts';
import type { DriverListing } from '../../../electron/ipc/contract.ts';
import type { KnownRig, TestedRate } from '../../../electron/ipc/rigCalls.ts';
import { useAttempt, useBenchAccess } from '../../state/benchContext.ts';

export interface RigDesk {
  readonly known: KnownRig | null;
  readonly devices: DriverListing | null;
  readonly rates: readonly TestedRate[] | null;
  readonly error: ErrorRecord | null;
  /** Why devices and rates are not known. */
  readonly deviceError: ErrorRecord | null;
  /** Reads the rig anew: it was saved or measured. */
  readonly reread: () => void;
}

/** A rig with what is known of it and of the devices behind it. */
export function useRig(rigId: string): RigDesk {
  const { calls } = useBenchAccess();
  const { attempt, error } = useAttempt(calls);
  const { attempt: attemptDevices, error: deviceError } = useAttempt(calls);
  const [known, setKnown] = useState<KnownRig | null>(null);
  const [devices, setDevices] = useState<DriverListing | null>(null);
  const [rates, setRates] = useState<readonly TestedRate[] | null>(null);
  const [version, setVersion] = useState(0);
  useEffect(() => {
    if (rigId === '') return undefined;
    let current = true;
    const ref = { kind: 'listed', id: rigId } as const;
    setDevices(null);
    setRates(null);
    attempt(async (bench) => {
      const read = await bench.readRig(ref);
      if (current) setKnown(read);
    });
    attemptDevices(async (bench) => {
      const listed = await bench.rigDevices(ref);
      if (current) setDevices(listed);
      const tested = await bench.testRates(ref);
      if (current) setRates(tested);
    });
    return () => {
      current = false;
    };
  }, [rigId, version, attempt, attemptDevices]);
  const reread = useCallback(() => {
    setVersion((before) => before + 1);
  }, []);
  return { known: known?.rig.id === rigId ? known : null, devices, rates, error, deviceError, reread };
}
