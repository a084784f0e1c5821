/** What a field holds. `fieldText.ts` says how each is written on the wire and compared. */
export type FieldKind =
  'text' | 'uuid' | 'whole_number' | 'decimal_number' | 'boolean' | 'date' | 'moment' | 'text_set';

/** What happens to one field when two edits meet; stands before the row's policy. */
export type FieldPolicy = 'of_row' | 'server_owned' | 'max' | 'set_union';

/** What happens to two edits of one row that did not know of each other. */
export type RowPolicy = 'last_writer_wins' | 'needs_review' | 'append_only';

/** Whose rows of a table a device holds. */
export type RowScope = 'organisation' | 'site' | 'owner' | 'mixed';

/** One field of a synced table, as the server declares it. */
export interface SyncField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly policy: FieldPolicy;
  /** A row without it cannot exist. */
  readonly required: boolean;
  /** The version of the table that brought it. */
  readonly since: number;
  /** The table whose row this id names; its rows are applied first. */
  readonly parent: string | null;
  /** The longest text in UTF-16 units, or the most entries of a set. */
  readonly maxLength: number;
  /** In an index of the device's store. */
  readonly indexed: boolean;
  /** In the device's full-text search. */
  readonly searched: boolean;
  /** The canonical text that a new row begins with. */
  readonly initial: string | null;
}

/** One synced table. `tables.generated.ts` holds them all, in the order in which rows are applied. */
export interface SyncTable {
  readonly name: string;
  readonly rank: number;
  readonly scope: RowScope;
  readonly policy: RowPolicy;
  /** Grows with each field that is added later. */
  readonly version: number;
  readonly fields: readonly SyncField[];
}

/** A value as it is on the wire. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A row's values as canonical texts, by field; null stands for nothing, and so does a field that is not named. */
export type Values = Readonly<Record<string, string | null>>;

export const fieldOf = (table: SyncTable, name: string): SyncField | undefined =>
  table.fields.find((field) => field.name === name);
