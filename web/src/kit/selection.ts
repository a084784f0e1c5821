/** Rows chosen in a list, for one action on all of them. */
export interface Selection<T> {
  has: (row: T) => boolean;
  /** Rows for which the action means nothing cannot be chosen. */
  can: (row: T) => boolean;
  toggle: (row: T) => void;
  /** What a checkbox is called, for those who do not see its row. */
  name: (row: T) => string;
}
