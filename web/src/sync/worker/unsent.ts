import type { DeviceStatus } from './status';

/** How much is on this device and nowhere else: entries that wait or were refused, and photos. */
export const unsentOf = ({ unsent, parked, photos }: DeviceStatus): number => unsent + parked + photos.unsent;
