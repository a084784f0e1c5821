import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareNumbers, plainDecimal } from './decimal';
import { entriesOf, setText } from './fieldText';
import { lossesOf, mergeRow, union, type FieldEdit, type ServerRow } from './merge';
import type { Operation } from './operation';
import { reapply } from './reapply';
import { fieldOf, type FieldKind, type FieldPolicy, type SyncField, type SyncTable } from './tables';

const field = (name: string, kind: FieldKind, policy: FieldPolicy = 'of_row'): SyncField => ({
  name,
  kind,
  policy,
  required: false,
  since: 1,
  parent: null,
  maxLength: 100,
  indexed: false,
  searched: false,
  initial: null,
});

const table: SyncTable = {
  name: 'notes',
  rank: 1,
  scope: 'organisation',
  policy: 'last_writer_wins',
  version: 1,
  fields: [
    field('title', 'text'),
    field('body', 'text'),
    field('seen', 'whole_number', 'max'),
    field('best_g', 'decimal_number', 'max'),
    field('photos', 'text_set', 'set_union'),
  ],
};
const nothing = (name: string) => fc.constant<[string, string | null]>([name, null]);

const set = fc.subarray(['a', 'b', 'c', 'd', 'é', '🌿']).map(setText);
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat({ max: 99_999_999 }))
  .map(([whole, part]) => plainDecimal(`${whole}.${String(part).padStart(8, '0')}`)!);
const texts: Record<string, fc.Arbitrary<string | null>> = {
  title: fc.constantFrom('Water', 'Feed', 'Prune', null),
  body: fc.constantFrom('x', 'y', '', null),
  seen: fc.option(fc.integer({ min: -3, max: 3 }).map(String)),
  best_g: fc.option(decimal),
  photos: fc.option(set),
};
const textOf = (name: string) => texts[name] ?? fc.constant(null);

const values = fc
  .tuple(
    ...table.fields.map(({ name }) =>
      fc.oneof(
        nothing(name),
        textOf(name).map((one) => [name, one] as const),
      ),
    ),
  )
  .map((entries) => Object.fromEntries(entries) as Record<string, string | null>);
const edits = fc
  .tuple(fc.subarray([...table.fields]), values, values)
  .map(([fields, old, next]): FieldEdit[] =>
    fields.map((one) => ({ field: one, old: old[one.name] ?? null, next: next[one.name] ?? null })),
  );
const moment = fc.integer({ min: 0, max: 3 });
const server: fc.Arbitrary<ServerRow> = fc.record({
  revision: fc.constant(9),
  values,
  editedAt: fc.dictionary(fc.constantFrom(...table.fields.map(({ name }) => name)), moment),
  createdAt: moment,
  deleted: fc.boolean(),
});

describe('a merge', () => {
  test('never loses a value without a word', () =>
    fc.assert(
      fc.property(server, edits, moment, fc.constantFrom(3, 9), (current, fields, at, base) => {
        const result = mergeRow(current, { table, kind: 'patch', base, at, fields });
        const after = result.values ?? current.values;
        for (const {
          field: { name, policy },
          old,
          next,
        } of fields) {
          const [theirs, stands] = [current.values[name] ?? null, after[name] ?? null];
          const losses = lossesOf(result).filter((one) => one.field === name);
          if (policy === 'set_union' && theirs !== old) {
            // What either side added, and what neither took away, is there.
            const [before, mine, there] = [old, next, theirs].map((one) => new Set(entriesOf(one)));
            const wanted = [...mine!, ...there!].filter(
              (one) => !before!.has(one) || (mine!.has(one) && there!.has(one)),
            );
            if (theirs !== next) expect(entriesOf(stands)).toEqual(entriesOf(setText(wanted)));
          } else if (policy === 'max' && theirs !== old) {
            for (const one of [next, theirs])
              if (one !== null) expect(compareNumbers(stands ?? 'nothing', one)).toBeGreaterThanOrEqual(0);
          } else {
            if (stands !== next) expect(losses.map((one) => one.deviceValue)).toContain(next);
            if (stands !== theirs && theirs !== old)
              expect(losses.map((one) => one.serverValue)).toContain(theirs);
          }
        }
      }),
    ));

  test('touches no field that the edit does not set', () =>
    fc.assert(
      fc.property(server, edits, moment, (current, fields, at) => {
        const result = mergeRow(current, { table, kind: 'patch', base: 3, at, fields });
        const untouched = table.fields.filter((one) => !fields.some((edit) => edit.field === one));
        for (const { name } of untouched)
          expect((result.values ?? current.values)[name]).toBe(current.values[name]);
        expect(result.changed.filter((name) => untouched.includes(fieldOf(table, name)!))).toEqual([]);
      }),
    ));

  test('made twice is made once', () =>
    fc.assert(
      fc.property(server, edits, (current, fields) => {
        const edit = { table, kind: 'patch', base: 3, at: 5, fields } as const;
        const once = mergeRow(current, edit).values ?? current.values;
        const twice = mergeRow({ ...current, values: once, deleted: false }, edit);
        expect(twice.values ?? once).toEqual(once);
      }),
    ));
});

describe('a union', () => {
  const sets = fc.tuple(set, set, set, set);

  test('is the same whichever side is called ours', () =>
    fc.assert(
      fc.property(sets, ([old, one, other]) => {
        expect(union(old, one, other)).toBe(union(old, other, one));
      }),
    ));

  test('of a change and none is the change', () =>
    fc.assert(
      fc.property(sets, ([old, one]) => {
        expect(union(old, one, old)).toBe(one);
        expect(union(old, old, one)).toBe(one);
        expect(union(old, one, one)).toBe(one);
      }),
    ));

  test('of three sides comes out the same in every order', () =>
    fc.assert(
      fc.property(sets, ([old, one, other, third]) => {
        expect(union(old, one, union(old, other, third))).toBe(union(old, other, union(old, one, third)));
      }),
    ));
});

test('numbers compare by number, however many digits they have', () =>
  fc.assert(
    fc.property(
      fc.bigInt({ max: 10n ** 27n, min: -(10n ** 27n) }),
      fc.bigInt({ max: 999n, min: -999n }),
      (one, step) => {
        const point = (value: bigint) => {
          const digits = String(value < 0 ? -value : value).padStart(4, '0');
          return plainDecimal(`${value < 0 ? '-' : ''}${digits.slice(0, -3)}.${digits.slice(-3)}`)!;
        };
        expect(compareNumbers(point(one), point(one + step))).toBe(step > 0n ? -1 : step < 0n ? 1 : 0);
      },
    ),
  ));

describe('pending edits on the screen', () => {
  const at = '2026-11-20T08:00:00.000Z';
  const json = (name: string, text: string | null) =>
    text === null
      ? null
      : name === 'seen' || name === 'photos'
        ? (JSON.parse(text) as number | string[])
        : text;
  const asJson = (fields: readonly FieldEdit[], side: 'old' | 'next') =>
    Object.fromEntries(fields.map((one) => [one.field.name, json(one.field.name, one[side])]));
  const kinds = fc.constantFrom('create', 'patch', 'delete');

  test('are what the server makes of them, where this device is the last to write', () =>
    fc.assert(
      fc.property(server, fc.array(fc.tuple(kinds, edits), { maxLength: 5 }), (first, done) => {
        let current = first;
        const operations = done.map(([kind, some], place): Operation => {
          // A new row saw nothing before.
          const fields = kind === 'create' ? some.map((one) => ({ ...one, old: null })) : some;
          const merged = mergeRow(current, {
            table,
            kind,
            base: 9,
            at: 10,
            fields: kind === 'delete' ? [] : fields,
          });
          current = { ...current, values: merged.values ?? current.values, deleted: merged.deleted };
          const sides = { set: asJson(fields, 'next'), old: asJson(fields, 'old') };
          return {
            id: String(place),
            kind,
            table: 'notes',
            row: 'r',
            base: 9,
            at,
            ...(kind === 'delete' ? {} : sides),
          };
        });
        expect(reapply(table, first, operations)).toEqual(current.deleted ? null : current.values);
      }),
    ));
});
