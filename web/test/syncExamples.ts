import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readField } from '../src/sync/fieldText';
import { fieldOf, type Json, type SyncField, type SyncTable, type Values } from '../src/sync/tables';

/** The same examples run on the server: `tests/Tendril.Tests/Sync`. */
export const folder = path.join(import.meta.dirname, '../../tests/conformance/sync');

export interface Named {
  readonly name: string;
}

export function read(file: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path.join(folder, `${file}.json`), 'utf8')) as Record<string, unknown>;
}

export const examples = <T>(file: string) => read(file)['examples'] as (T & Named)[];

type LooseField = Partial<SyncField> & Pick<SyncField, 'name' | 'kind'>;
type LooseTable = Omit<SyncTable, 'fields' | 'version'> & { fields: LooseField[] };

const unsaid = { policy: 'of_row', required: false, since: 1, parent: null, maxLength: 10_000 } as const;
const notOnDevice = { indexed: false, searched: false, initial: null } as const;

const tables = (read('tables')['tables'] as LooseTable[]).map((table): SyncTable => ({
  ...table,
  version: 1,
  fields: table.fields.map((field): SyncField => ({ ...unsaid, ...notOnDevice, ...field })),
}));

export function tableOf(name: string): SyncTable {
  const table = tables.find((one) => one.name === name);
  if (!table) throw new Error(`no table ${name} in tables.json`);
  return table;
}

export function named(table: SyncTable, name: string): SyncField {
  const field = fieldOf(table, name);
  if (!field) throw new Error(`no field ${name} in ${table.name}`);
  return field;
}

export function text(field: SyncField, value: Json | undefined): string | null {
  const result = readField({ ...field, required: false }, value ?? null);
  if (!result.ok) throw new Error(`${field.name}: ${result.fault}`);
  return result.text;
}

export const texts = (table: SyncTable, values: Record<string, Json>): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(named(table, name), value)]));
