import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { digestOf, noRows, sameRows, withRow, withoutRow, type Digest } from './digest';
import { entriesOf, jsonOf, readField } from './fieldText';
import { mergeRow, type FieldEdit, type MergeDecision, type RowEdit } from './merge';
import type { Operation } from './operation';
import { reapply } from './reapply';
import { examples, folder, named, tableOf, text, texts } from '../../test/syncExamples';
import { fieldOf, type Json, type SyncTable } from './tables';

test('the number of examples does not shrink', () => {
  const all = readdirSync(folder).filter((name) => name !== 'tables.json');
  const count = all.flatMap((name) => examples(path.basename(name, '.json'))).length;
  expect(all.sort()).toEqual(
    ['backoff', 'chunks', 'conflicts', 'digest', 'downloads', 'merge', 'reapply', 'sending', 'values'].map(
      (one) => `${one}.json`,
    ),
  );
  expect(count).toBeGreaterThanOrEqual(200);
});

interface ValueExample {
  readonly field: string;
  readonly json: Json;
  readonly refused?: true;
  readonly text?: string | null;
  readonly entries?: string[];
}

describe('values', () => {
  test.each(examples<ValueExample>('values'))('$name', (example) => {
    const [table = '', name = ''] = example.field.split('.');
    const field = named(tableOf(table), name);
    const result = readField(field, example.json);
    expect(result.ok).toBe(example.refused !== true);
    if (!result.ok) return;
    if ('text' in example) expect(result.text).toBe(example.text);
    if (example.entries) expect(entriesOf(result.text)).toEqual(example.entries);
    // The text stands for a value with the same text.
    expect(readField(field, jsonOf(field.kind, result.text))).toEqual(result);
  });
});

interface MergeExample {
  readonly table: string;
  readonly row: {
    readonly revision: number;
    readonly createdAt: number;
    readonly deleted?: boolean;
    readonly values: Record<string, Json>;
    readonly editedAt?: Record<string, number>;
  } | null;
  readonly edit: Pick<RowEdit, 'kind' | 'base' | 'at'> & {
    readonly set?: Record<string, Json>;
    readonly old?: Record<string, Json>;
  };
  readonly expect: {
    readonly outcome: string;
    readonly code?: string;
    readonly deleted?: boolean;
    readonly values?: Record<string, Json>;
    readonly decisions?: Record<string, Json>[];
  };
}

/** What an example says of a decision; values as canonical texts. */
function decisionOf(table: SyncTable, said: Record<string, Json>): Partial<MergeDecision> {
  const field = fieldOf(table, said['field'] as string);
  const isValue = (key: string) => ['serverValue', 'deviceValue', 'stands'].includes(key);
  return Object.fromEntries(
    Object.entries(said).map(([key, value]) => [key, field && isValue(key) ? text(field, value) : value]),
  );
}

describe('merge', () => {
  test.each(examples<MergeExample>('merge'))('$name', ({ table: name, row, edit, expect: expected }) => {
    const table = tableOf(name);
    const current = row && {
      editedAt: {},
      deleted: false,
      ...row,
      values: {
        ...Object.fromEntries(table.fields.map((field) => [field.name, null])),
        ...texts(table, row.values),
      },
    };
    const fields = Object.entries(edit.set ?? {}).map(([key, value]): FieldEdit => {
      const field = named(table, key);
      return { field, old: text(field, edit.old?.[key]), next: text(field, value) };
    });

    const result = mergeRow(current, { table, kind: edit.kind, base: edit.base, at: edit.at, fields });

    expect(result.outcome).toBe(expected.outcome);
    expect(result.code).toBe(expected.code);
    expect(result.deleted).toBe(expected.deleted ?? false);
    expect(result.values ?? current?.values ?? {}).toMatchObject(texts(table, expected.values ?? {}));
    if (!expected.decisions) return;
    expect(result.decisions).toHaveLength(expected.decisions.length);
    expect(result.decisions).toMatchObject(expected.decisions.map((one) => decisionOf(table, one)));
  });
});

describe('digest', () => {
  test.each(examples<{ rows: [string, number][]; expect: Digest }>('digest'))(
    '$name',
    ({ rows, expect: expected }) => {
      expect(digestOf(rows)).toEqual(expected);
      const counted = rows.reduce((digest, [id, revision]) => withRow(digest, id, revision), noRows);
      expect(sameRows(counted, expected)).toBe(true);
      expect(rows.reduce((digest, [id, revision]) => withoutRow(digest, id, revision), counted)).toEqual(
        noRows,
      );
    },
  );
});

interface ReapplyExample {
  readonly table: string;
  readonly row: { readonly deleted?: boolean; readonly values: Record<string, Json> } | null;
  readonly pending: Pick<Operation, 'kind' | 'set' | 'old'>[];
  readonly expect: { readonly values: Record<string, Json> } | null;
}

describe('reapply', () => {
  test.each(examples<ReapplyExample>('reapply'))(
    '$name',
    ({ table: name, row, pending, expect: expected }) => {
      const table = tableOf(name);
      const operations = pending.map((one, place): Operation => ({
        id: String(place),
        table: name,
        row: 'r',
        base: 0,
        at: '2026-11-20T08:00:00.000Z',
        ...one,
      }));
      const seen = reapply(
        table,
        row && { deleted: row.deleted ?? false, values: texts(table, row.values) },
        operations,
      );
      if (expected === null) expect(seen).toBeNull();
      else expect(seen).toMatchObject(texts(table, expected.values));
    },
  );
});
