/** How much room the browser gives the store. */
export interface Room {
  readonly usedBytes: number;
  readonly allowedBytes: number;
  /** True when the browser promised not to clear the store by itself. */
  readonly isKept: boolean;
}

const leastFree = 50 * 1024 * 1024;

/** True when it is time to make room: what is saved next week must still fit. */
export const isTight = ({ usedBytes, allowedBytes }: Room): boolean =>
  allowedBytes > 0 && (allowedBytes - usedBytes < leastFree || usedBytes / allowedBytes > 0.9);

/** What the browser says; null where it says nothing. */
export async function readRoom(): Promise<Room | null> {
  if (!('storage' in navigator) || !('estimate' in navigator.storage)) return null;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  return { usedBytes: usage, allowedBytes: quota, isKept: await navigator.storage.persisted() };
}

/** Asks the browser never to clear the store by itself. Most decide without asking the person. */
export async function askToKeep(): Promise<boolean> {
  if (!('storage' in navigator) || !('persist' in navigator.storage)) return false;
  return (await navigator.storage.persisted()) || (await navigator.storage.persist());
}
