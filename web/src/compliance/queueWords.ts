import type { Queue } from '../api/types';

/** Refused and undecidable reports wait for a person; the others are still being worked on. */
export const needsPerson = (queue: Pick<Queue, 'needsPerson' | 'refused'>): number =>
  queue.needsPerson + queue.refused;
