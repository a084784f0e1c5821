import { describe, expect, test } from 'vitest';
import type { ScreenRow } from '../sync/store/screenQuery';
import { occurrenceTaskId } from './occurrences';
import { newRule, ruleOf, valuesOfRule } from './ruleForm';
import { createEdits, mistakeOf, newTask, seriesPatch, valuesOf, type TaskValues } from './taskForm';
import { itemOf } from './taskItems';

const zone = 'America/Denver';
const start = '2026-11-20T08:00'; // the third Friday
const values = (change: Partial<TaskValues>): TaskValues => ({
  ...newTask('site', zone, '2026-11-20'),
  title: 'Water',
  ...change,
});

describe('the fields of a rule', () => {
  test.each([
    'FREQ=DAILY',
    'FREQ=DAILY;INTERVAL=3;COUNT=5',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR',
    'FREQ=MONTHLY;BYMONTHDAY=20',
    'FREQ=MONTHLY;BYMONTHDAY=-1',
    'FREQ=MONTHLY;BYDAY=3FR',
    'FREQ=YEARLY;UNTIL=20301121T065959Z',
  ])('say %s, and it is written as it was', (rule) => {
    const read = valuesOfRule(rule, start, zone);
    expect(read.repeats).not.toBe('OWN');
    expect(ruleOf(read, start, zone)).toBe(rule);
  });

  test.each(['FREQ=MONTHLY;BYDAY=2TU,4TU', 'FREQ=DAILY;BYDAY=MO', 'FREQ=YEARLY;BYDAY=-1SU', 'nonsense'])(
    'leave %s as it is written',
    (rule) => {
      const read = valuesOfRule(rule, start, zone);
      expect([read.repeats, ruleOf(read, start, zone)]).toEqual(['OWN', rule]);
    },
  );

  test('the last day is meant to its end, in the zone', () =>
    expect(ruleOf({ ...newRule, repeats: 'DAILY', end: 'until', until: '2026-11-30' }, start, zone)).toBe(
      'FREQ=DAILY;UNTIL=20261201T065959Z',
    ));
});

describe('what is missing', () => {
  test.each([
    ['title', { title: ' ' }],
    ['when', { dueAt: '2026-11-20T' }],
    ['link', { linkKind: 'batch' }],
    ['rule', { rule: { ...newRule, repeats: 'OWN', own: 'FREQ=HOURLY' } }],
    ['noDays', { rule: { ...newRule, repeats: 'DAILY', end: 'until', until: '2026-11-01' } }],
    [undefined, {}],
  ] as [string | undefined, Partial<TaskValues>][])('%s', (mistake, change) =>
    expect(mistakeOf(values(change))).toBe(mistake),
  );
});

test('a task that does not repeat is one row', () => {
  expect(createEdits(values({ remindMinutes: 15, linkKind: 'batch', linkId: 'b' }), 'id')).toEqual([
    {
      kind: 'create',
      table: 'tasks',
      row: 'id',
      set: {
        title: 'Water',
        site_id: 'site',
        time_zone: zone,
        due_at: start,
        status: 'pending',
        remind_minutes: 15,
        batch_id: 'b',
      },
    },
  ]);
});

test('a series begins with its first day as a task', () => {
  const edits = createEdits(values({ rule: { ...newRule, repeats: 'WEEKLY', days: ['MO'] } }), 's');
  expect(edits.map(({ table, row }) => [table, row])).toEqual([
    ['series', 's'],
    ['tasks', occurrenceTaskId('s', '2026-11-23')],
  ]);
  expect(edits[1]).toMatchObject({
    set: { series_id: 's', occurs_on: '2026-11-23', due_at: '2026-11-23T08:00' },
  });
});

describe('a changed series', () => {
  const row: ScreenRow = {
    id: 's',
    revision: 1,
    status: 'confirmed',
    values: { title: 'Water', site_id: 'site', starts_at: start, time_zone: zone, rule: 'FREQ=DAILY' },
  };
  const open = (dueAt: string) =>
    itemOf(
      { ...row, id: 'o', values: { ...row.values, due_at: dueAt, series_id: 's', occurs_on: '2026-11-24' } },
      zone,
    );
  const later = { ...valuesOf(row, zone), dueAt: '2026-11-20T09:30', title: 'Feed' };

  test('takes its open days along', () =>
    expect(seriesPatch(row, later, [open('2026-11-24T08:00')], '2026-11-20')[1]).toMatchObject({
      kind: 'patch',
      row: 'o',
      set: { title: 'Feed', due_at: '2026-11-24T09:30' },
    }));

  test('leaves a day where it was moved', () =>
    expect(seriesPatch(row, later, [open('2026-11-24T17:00')], '2026-11-20')[1]).not.toHaveProperty(
      'set.due_at',
    ));

  test('goes on when no day of it is open', () =>
    expect(seriesPatch(row, later, [], '2026-12-01')[1]).toMatchObject({
      kind: 'create',
      row: occurrenceTaskId('s', '2026-12-01'),
    }));
});
