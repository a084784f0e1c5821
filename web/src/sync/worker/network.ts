/** What the browser says of the network; many say nothing. */
export type Network = 'wifi' | 'metered' | 'unknown';

interface Connection extends EventTarget {
  readonly type?: string;
}

const connectionOf = (from: object): Connection | undefined =>
  'connection' in from ? (from.connection as Connection | undefined) : undefined;

/** Wired counts as wifi: what a person means is "not what I pay for by the megabyte". */
export function networkOf(from: object): Network {
  const type = connectionOf(from)?.type;
  if (type === undefined || type === 'unknown' || type === 'other') return 'unknown';
  return type === 'wifi' || type === 'ethernet' || type === 'wimax' ? 'wifi' : 'metered';
}

/** Where the browser does not say how it is connected the wish cannot be kept; the setting says so. */
export const mayUpload = (wifiOnly: boolean, network: Network): boolean => !wifiOnly || network !== 'metered';

/** Hears when the network is back or is another one. Answers how to stop. */
export function onNetworkChange(act: () => void): () => void {
  const connection = connectionOf(navigator);
  self.addEventListener('online', act);
  connection?.addEventListener('change', act);
  return () => {
    self.removeEventListener('online', act);
    connection?.removeEventListener('change', act);
  };
}
