import { useEffect, useState } from 'react';
import type { DriverListing } from '../../../electron/ipc/contract.ts';
import { useBenchAccess } from '../../state/benchContext.ts';

/** The devices of this machine, to be suggested where one is named; none where the driver cannot be asked: names can be typed without it. */
export function useMachineDevices(): readonly DriverListing[] {
  const { calls } = useBenchAccess();
  const [listings, setListings] = useState<readonly DriverListing[]>([]);
  useEffect(() => {
    let current = true;
    calls?.devices().then(
      (listed) => {
        if (current) setListings(listed);
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [calls]);
  return listings;
}
