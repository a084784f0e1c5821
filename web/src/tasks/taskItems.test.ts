import { describe, expect, test } from 'vitest';
import type { ScreenRow } from '../sync/store/screenQuery';
import { weeksOf } from './calendarDays';
import { occurrenceTaskId, overrideId } from './occurrences';
import { Recurrence } from './recurrence';
import { calendarItems, groupsOf, itemOf, standingOf, type SeriesRow } from './taskItems';

const now = Date.parse('2026-11-20T18:00:00Z'); // 11:00 in Denver

const row = (id: string, values: ScreenRow['values']): ScreenRow => ({
  id,
  revision: 1,
  status: 'confirmed',
  values: { title: id, status: 'pending', time_zone: 'America/Denver', ...values },
});
const task = (id: string, values: ScreenRow['values']) => itemOf(row(id, values), 'UTC');

describe('where an open task stands', () => {
  test.each([
    ['2026-11-19T23:59', 'overdue'],
    ['2026-11-20T10:59', 'overdue'],
    ['2026-11-20T11:01', 'today'],
    ['2026-11-20T23:59', 'today'],
    ['2026-11-21T00:00', 'upcoming'],
  ])('%s is %s', (dueAt, standing) => expect(standingOf(task('a', { due_at: dueAt }), now)).toBe(standing));
  test('without a time it is for today', () => expect(standingOf(task('a', {}), now)).toBe('today'));
  test('another zone has another day', () =>
    expect(standingOf(task('a', { due_at: '2026-11-21T06:00', time_zone: 'Asia/Tokyo' }), now)).toBe(
      'today',
    ));
});

test('groups come in order, each by time, and empty ones are not there', () => {
  const items = [
    task('late', { due_at: '2026-11-18T08:00' }),
    task('b', { due_at: '2026-11-25T08:00' }),
    task('a', { due_at: '2026-11-24T08:00' }),
    task('done', { status: 'completed', done_at: '2026-11-20T01:00:00.000Z' }),
  ];
  const keys = groupsOf(items, 'open', now).map(({ key, items }) => [key, items.map(({ id }) => id)]);
  expect(keys).toEqual([
    ['overdue', ['late']],
    ['upcoming', ['a', 'b']],
  ]);
  expect(groupsOf(items, 'done', now)[0]?.items.map(({ id }) => id)).toEqual(['done']);
});

describe('a calendar', () => {
  const recurrence = Recurrence.of({
    rule: 'FREQ=DAILY',
    startsAt: '2026-11-20T08:00',
    timeZone: 'America/Denver',
  }) as Recurrence;
  const series: SeriesRow = { id: 's', row: row('s', { title: 'Water', rule: 'FREQ=DAILY' }), recurrence };
  const show = (items: readonly ReturnType<typeof task>[], kinds: [string, string][]) =>
    calendarItems(items, [series], new Map(kinds), '2026-11-20', '2026-11-22').map((item) => [
      item.dueAt,
      item.isRow,
      item.status,
    ]);

  test('shows rows, and days of series that are no rows yet', () => {
    const first = task(occurrenceTaskId('s', '2026-11-20'), { due_at: '2026-11-20T08:00', series_id: 's' });
    expect(show([first], [])).toEqual([
      ['2026-11-20T08:00', true, 'pending'],
      ['2026-11-21T08:00', false, 'pending'],
      ['2026-11-22T08:00', false, 'pending'],
    ]);
  });
  test('a day that was moved out is not shown where it was', () => {
    const moved = task(occurrenceTaskId('s', '2026-11-21'), { due_at: '2026-12-24T08:00', series_id: 's' });
    expect(show([moved], []).map(([due]) => due)).toEqual(['2026-11-20T08:00', '2026-11-22T08:00']);
  });
  test('a day that was skipped or completed and has no row is not shown', () => {
    const kinds: [string, string][] = [
      [overrideId('s', '2026-11-20'), 'skip'],
      [overrideId('s', '2026-11-21'), 'completed'],
      [overrideId('s', '2026-11-22'), 'open'],
    ];
    expect(show([], kinds).map(([due]) => due)).toEqual(['2026-11-22T08:00']);
  });
});

test('a month is whole weeks from Monday', () => {
  const weeks = weeksOf('2026-11');
  expect([weeks.length, weeks[0]?.[0], weeks.at(-1)?.[6]]).toEqual([6, '2026-10-26', '2026-12-06']);
});
