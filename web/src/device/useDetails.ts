import { useEffect, useState } from 'react';
import type { DeviceClient, DeviceView } from '../sync/client/deviceClient';
import type { DeviceDetails } from '../sync/worker/messages';

/** The details are read anew with each news of the device's state. */
export function useDetails(device: DeviceClient | null, { status }: DeviceView): DeviceDetails | undefined {
  const [details, setDetails] = useState<DeviceDetails>();
  useEffect(() => {
    let isOver = false;
    device?.ask('details').then(
      (read) => (isOver ? undefined : setDetails(read)),
      // The store was closed meanwhile; the screen says so.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [device, status]);
  return details;
}
