import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { useSession } from '../../session/session';
import type { ScreenAnswer, ScreenQuery } from '../worker/messages';
import type { DeviceClient, DeviceProblem, DeviceView } from './deviceClient';
import { ownName } from './ownName';

const DeviceContext = createContext<DeviceClient | null>(null);

const opening: DeviceView = { reach: 'opening', leads: false, status: null, saving: 0 };
const never = () => () => undefined;

/** Runs once the page is drawn and the browser has nothing better to do. */
function whenIdle(act: () => void): () => void {
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, 1_000);
    return () => clearTimeout(timer);
  }
  const handle = window.requestIdleCallback(act, { timeout: 3_000 });
  return () => window.cancelIdleCallback(handle);
}

/** Gives the screens below it the device of the person who is signed in; it starts after the first paint. */
export function DeviceProvider({ children }: { children: ReactNode }) {
  const { user, organization } = useSession();
  const [device, setDevice] = useState<DeviceClient | null>(null);
  useEffect(() => {
    let started: DeviceClient | null = null;
    let isOver = false;
    const stop = whenIdle(() => {
      void import('../../app/appUpdate').then(({ keepAppOffline }) => keepAppOffline());
      void import('./startDevice').then(({ startDevice }) => {
        if (isOver) return;
        started = startDevice({ user: user.id, organization: organization.id }, ownName(navigator.userAgent));
        setDevice(started);
      });
    });
    return () => {
      isOver = true;
      stop();
      started?.close();
      setDevice(null);
    };
  }, [user.id, organization.id]);
  return <DeviceContext value={device}>{children}</DeviceContext>;
}

/** The device; null until it has started. */
export const useDevice = (): DeviceClient | null => useContext(DeviceContext);

/** How the device stands, live. */
export function useDeviceView(): DeviceView {
  const device = useDevice();
  return useSyncExternalStore(device?.onView ?? never, device?.getView ?? (() => opening));
}

export interface DeviceRows {
  /** Undefined until the first answer. */
  readonly answer: ScreenAnswer | undefined;
  readonly problem: DeviceProblem | undefined;
}

/** The rows that a query finds on this device, live: drawn anew when something of them changes, in whatever tab. */
export function useDeviceRows(query: ScreenQuery): DeviceRows {
  const device = useDevice();
  const [rows, setRows] = useState<DeviceRows>({ answer: undefined, problem: undefined });
  const key = JSON.stringify(query);
  useEffect(() => {
    if (!device) return;
    return device.watch(
      JSON.parse(key) as ScreenQuery,
      (answer) => setRows({ answer, problem: undefined }),
      (problem) => setRows((before) => ({ ...before, problem })),
    );
  }, [device, key]);
  return rows;
}
