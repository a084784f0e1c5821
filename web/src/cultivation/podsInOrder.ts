import type { PodAssignment } from '../api/types';

/** Open assignments first, newest first within each. */
export function podsInOrder(pods: PodAssignment[]): PodAssignment[] {
  return [...pods].sort((one, other) => {
    if (!one.to !== !other.to) return one.to ? 1 : -1;
    return other.from.localeCompare(one.from);
  });
}
