import type { Operation } from './operation';
import type { Json, Values } from './tables';

/** A row of a scene, with its values as canonical texts. */
export interface SceneRow {
  readonly id: string;
  readonly values: Values;
}

/** The rows that a step decides on, as they stood when it was done. What is deleted is not among them. */
export interface Scene {
  readonly row: (table: string, id: string) => Values | null;
  /** The rows of a table whose `field` names `id`, by their ids. */
  readonly children: (table: string, field: string, id: string) => readonly SceneRow[];
}

/** What a step writes to one row. It makes the row where there is none, and may set what only the server sets. */
export interface RowWrite {
  readonly table: string;
  readonly row: string;
  readonly set: Readonly<Record<string, Json>>;
}

/** Why a step cannot be done; `code` is one of the server's. */
export interface StepRefusal {
  readonly code: string;
  readonly field?: string;
}

/** `done`: what it wanted stands already. */
export type StepOutcome =
  { readonly refusal: StepRefusal } | { readonly done: true } | { readonly writes: readonly RowWrite[] };

/** Who does a step, and on which device: the ids that the server takes from the sign-in. */
export interface Doer {
  readonly user: string;
  readonly device: string;
}

/**
 * Something that a person does to a row by name, `harvest.advance_stage`, rather than by values. The server decides it
 * with the same rules; what the device decides is shown until the server's rows come.
 */
export interface Step {
  readonly name: string;
  /** The table of the row that it is about. */
  readonly table: string;
  /**
   * Pure: the same scene and the same operation give the same outcome, on every device and on the server. It is asked
   * anew whenever something below it changed, so new rows get ids made from the operation's id or from a natural key.
   */
  readonly decide: (scene: Scene, operation: Operation, doer: Doer) => StepOutcome;
}

export const refusal = (code: string, field?: string): StepOutcome => ({
  refusal: { code, ...(field === undefined ? {} : { field }) },
});
