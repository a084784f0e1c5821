import { readField, type FieldFault } from './fieldText';
import type { FieldEdit } from './merge';
import { fieldOf, type Json, type SyncTable } from './tables';

/** One thing that a person did. Its id is made and stored before it is first sent, and never changes after that. */
export interface Operation {
  readonly id: string;
  readonly kind: 'create' | 'patch' | 'delete' | 'intent';
  /** The table of an edit; for a step, the table of the row that it is about. */
  readonly table: string;
  readonly row: string;
  /** The revision of the row that the device had; 0 for a new row. */
  readonly base: number;
  /** When the person did it, by the device's clock: a moment in UTC. */
  readonly at: string;
  readonly set?: Readonly<Record<string, Json>>;
  /** What the device saw before, for each field that is set. */
  readonly old?: Readonly<Record<string, Json>>;
  /** Operations of one group are applied together or not at all. */
  readonly group?: string;
  /** On a shared device: the person who did it. */
  readonly actor?: string;
  /** The step, as `task.complete`. */
  readonly name?: string;
  readonly args?: Json;
}

/** What is sent. A step is bound to its name and its row; the table is only the device's own knowledge. */
export function wireOf({
  table,
  ...operation
}: Operation): Omit<Operation, 'table'> & { readonly table?: string } {
  return operation.kind === 'intent' ? operation : { table, ...operation };
}

/** What became of an operation, as the server answers. */
export interface OperationResult {
  readonly id: string;
  /** `quarantined`: this device was revoked; a manager looks at what it sent. */
  readonly status: 'applied' | 'merged' | 'conflict' | 'rejected' | 'duplicate' | 'quarantined';
  readonly revision?: number;
  /** For a duplicate: what became of it the first time. */
  readonly first?: 'applied' | 'merged' | 'conflict' | 'rejected';
  readonly code?: string;
  readonly message?: string;
  readonly help?: string;
  readonly field?: string;
  /** Rejected for now only: it is sent again under the same id. */
  readonly retryable?: boolean;
}

/** What became of it in the end: of a repeat, what became of it the first time. */
export const statusOf = (result: OperationResult | undefined): OperationResult['status'] | undefined =>
  result?.status === 'duplicate' ? result.first : result?.status;

/** Why an operation may not enter the outbox: the server would refuse it. */
export interface OperationFault {
  readonly field: string;
  /** `refused`: a step that cannot be done as things stand; `code` says why. */
  readonly fault: FieldFault | 'unknown' | 'server_owned' | 'append_only' | 'refused';
  readonly code?: string;
}

/** Checks an edit before it is stored, so that a person hears at once what the server would refuse days later. */
export function faultsOf(table: SyncTable, operation: Operation): readonly OperationFault[] {
  if (operation.kind === 'intent') return [];
  if (table.policy === 'append_only' && operation.kind !== 'create')
    return [{ field: '*', fault: 'append_only' }];
  if (operation.kind === 'delete') return [];
  const set = operation.set ?? {};
  const faults: OperationFault[] = [];
  for (const [name, value] of Object.entries(set)) {
    const field = fieldOf(table, name);
    if (!field) faults.push({ field: name, fault: 'unknown' });
    else if (field.policy === 'server_owned') faults.push({ field: name, fault: 'server_owned' });
    else {
      const read = readField(field, value);
      if (!read.ok) faults.push({ field: name, fault: read.fault });
    }
  }
  if (operation.kind === 'create')
    for (const field of table.fields)
      if (field.required && field.policy !== 'server_owned' && !Object.hasOwn(set, field.name))
        faults.push({ field: field.name, fault: 'empty' });
  return faults;
}

/** The fields that an edit sets, as canonical texts, in the order of the table. */
export function editsOf(table: SyncTable, operation: Operation): readonly FieldEdit[] {
  if (operation.kind !== 'create' && operation.kind !== 'patch') return [];
  const [set, old] = [operation.set ?? {}, operation.old ?? {}];
  return table.fields
    .filter((field) => Object.hasOwn(set, field.name))
    .map((field) => {
      const text = (value: Json | undefined): string | null => {
        if (value === undefined || value === null) return null;
        const read = readField(field, value);
        // Stored under an older declaration: the server will judge it; until then it is shown as it was written.
        if (!read.ok) return typeof value === 'string' ? value : JSON.stringify(value);
        return read.text;
      };
      return { field, old: text(old[field.name]), next: text(set[field.name]) };
    });
}
