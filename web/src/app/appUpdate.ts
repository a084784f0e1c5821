/** The app as files that the browser keeps: opens without the server, and is updated when the person says so. */

const lookEvery = 60 * 60 * 1_000;
const listeners = new Set<() => void>();
let waiting: ServiceWorker | null = null;

function found(worker: ServiceWorker | null): void {
  // The very first worker has nothing to replace.
  if (!worker || !navigator.serviceWorker.controller) return;
  waiting = worker;
  for (const listener of listeners) listener();
}

/** Lets the browser keep the app's files. Called after the first paint; without HTTPS there is nothing to call. */
export async function keepAppOffline(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  // Some browsers refuse in a private window: the app then opens with the server only.
  const registered: Promise<ServiceWorkerRegistration | undefined> =
    navigator.serviceWorker.register('/sw.js');
  const registration = await registered.catch(() => undefined);
  if (!registration) return;
  found(registration.waiting);
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing;
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') found(worker);
    });
  });
  // Without the server there is nothing to look at; the next hour asks again.
  setInterval(() => void registration.update().catch(() => undefined), lookEvery);
}

export const hasUpdate = (): boolean => waiting !== null;

export function onUpdate(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Goes over to the new version: what was saved is in the device's store, which no update touches. */
export function updateNow(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => window.location.reload(), {
    once: true,
  });
  waiting?.postMessage('update');
}
