import { expect, test } from 'vitest';
import type { ScreenRow } from '../sync/store/screenQuery';
import { bothOf, groupsOf, hasOwn, ruled, settleEdits, type ConflictGroup } from './conflictGroups';

const record = (id: string, field: string, values: Record<string, string | null> = {}): ScreenRow => ({
  ...{ id, revision: 1, status: 'conflict' },
  values: {
    ...{ table_name: 'tasks', row_id: 'r', field, status: 'open', base_value: 'Water' },
    ...{
      server_value: 'Never',
      server_by: 'ana',
      server_at: '1',
      device_value: 'Twice',
      made_by: 'sam',
      done_at: '2',
    },
    ...{ stands: 'Twice' },
    ...values,
  },
});
const fieldOf = ([group]: readonly ConflictGroup[]) => group!.fields[0]!;

test('records are grouped by row and field, and what stands comes first', () => {
  const groups = groupsOf([
    record('1', 'title'),
    record('2', 'notes'),
    record('3', 'title', { row_id: 's' }),
  ]);
  expect(groups.map(({ key, fields }) => [key, fields.map(({ name }) => name).join()])).toEqual([
    ['tasks r', 'title,notes'],
    ['tasks s', 'title'],
  ]);
  expect(fieldOf(groups).sides.map(({ value }) => value)).toEqual(['Twice', 'Never']);
});

test('three devices at one field: each value once, and one choice closes every record', () => {
  const field = fieldOf(
    groupsOf([
      record('1', 'title'),
      record('2', 'title', { server_value: 'Twice', device_value: 'Daily', stands: 'Daily' }),
    ]),
  );
  expect(field.sides.map(({ value }) => value)).toEqual(['Daily', 'Never', 'Twice']);
  expect(settleEdits(field, 'Never', 'Daily').map(({ row, args }) => [row, args])).toEqual([
    ['1', { take: 'theirs', saw: 'Daily' }],
    ['2', { take: 'both', saw: 'Daily', value: 'Never' }],
  ]);
  expect(settleEdits(field, 'Twice', undefined).map(({ args }) => args)).toEqual([
    { take: 'mine', saw: 'Daily' },
    { take: 'theirs', saw: 'Daily' },
  ]);
});

test('both together is offered for texts that fit and for sets, not for words and empty values', () => {
  expect(bothOf(fieldOf(groupsOf([record('1', 'title')])))).toBe('Twice\nNever');
  expect(bothOf(fieldOf(groupsOf([record('1', 'status')])))).toBeNull();
  expect(bothOf(fieldOf(groupsOf([record('1', 'title', { server_value: null })])))).toBeNull();
  expect(bothOf(fieldOf(groupsOf([record('1', 'title', { server_value: 'x'.repeat(196) })])))).toBeNull();
  const photos = { table_name: 'harvests', server_value: '["b"]', device_value: '["a"]', stands: '["a"]' };
  expect(bothOf(fieldOf(groupsOf([record('1', 'photos', photos)])))).toBe('["a","b"]');
});

test('a rule takes the own value or the other one; who is on neither side keeps what stands', () => {
  const field = fieldOf(groupsOf([record('1', 'title')]));
  expect([ruled(field, 'mine', 'ana'), ruled(field, 'theirs', 'ana'), ruled(field, 'stands', 'ana')]).toEqual(
    ['Never', 'Twice', 'Twice'],
  );
  expect([ruled(field, 'mine', 'eve'), ruled(field, 'theirs', 'eve')]).toEqual(['Twice', 'Twice']);
  expect([hasOwn(field.sides, 'sam'), hasOwn(field.sides, 'eve')]).toEqual([true, false]);
  const alone = fieldOf(groupsOf([record('1', 'title', { server_by: 'sam' })]));
  expect(hasOwn(alone.sides, 'sam')).toBe(false);
});

test('of a row as a whole, and of an entry that is only added, there is nothing to choose', () => {
  const whole = fieldOf(
    groupsOf([record('1', '*', { server_value: 'edited', device_value: 'deleted', stands: 'edited' })]),
  );
  expect([whole.declared, settleEdits(whole, 'edited', undefined)[0]?.args]).toEqual([
    undefined,
    { take: 'theirs' },
  ]);
  const added = fieldOf(groupsOf([record('1', 'grams', { table_name: 'harvest_weights' })]));
  expect(added.declared).toBeUndefined();
});
