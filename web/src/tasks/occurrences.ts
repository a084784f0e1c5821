import { idOfName } from '../sync/nameId';

/** Ids of what belongs to one day of a series; `Occurrences.cs` makes the same. */
const taskSpace = 'b6a5c0de-4f0e-4c55-9d0a-5f1f3c1b7a01';
const overrideSpace = 'b6a5c0de-4f0e-4c55-9d0a-5f1f3c1b7a02';

export const occurrenceTaskId = (series: string, on: string): string =>
  idOfName(taskSpace, `${series}/${on}`);

export const overrideId = (series: string, on: string): string => idOfName(overrideSpace, `${series}/${on}`);
