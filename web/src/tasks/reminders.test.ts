import { expect, test } from 'vitest';
import { planReminders } from './reminders';
import { itemOf, type TaskItem } from './taskItems';

const task = (values: Record<string, string | number | null>): TaskItem =>
  itemOf(
    {
      id: 'a',
      revision: 1,
      status: 'confirmed',
      values: { title: 'Water', status: 'pending', time_zone: 'America/Denver', ...values },
    },
    'UTC',
  );

const due = Date.parse('2026-11-20T15:00:00Z');
const water = task({ due_at: '2026-11-20T08:00', remind_minutes: 15 });
const nobody = new Set<string>();

test('reminds so long before it is due, by the clock of its zone', () => {
  expect(planReminders([water], nobody, due - 16 * 60_000)).toEqual({ due: [], nextAt: due - 15 * 60_000 });
  expect(planReminders([water], nobody, due - 15 * 60_000).due).toHaveLength(1);
});

test('reminds once', () => {
  const shown = new Set(planReminders([water], nobody, due).due.map(({ key }) => key));
  expect(planReminders([water], shown, due).due).toEqual([]);
});

test('a task that another device moved reminds again, at its new time', () => {
  const shown = new Set(planReminders([water], nobody, due).due.map(({ key }) => key));
  const moved = task({ due_at: '2026-11-20T10:00', remind_minutes: 15 });
  expect(planReminders([moved], shown, due)).toEqual({ due: [], nextAt: due + 105 * 60_000 });
  expect(planReminders([moved], shown, due + 105 * 60_000).due).toHaveLength(1);
});

test.each<Record<string, string | null>>([
  { status: 'completed' },
  { status: 'skipped' },
  { remind_minutes: null },
  { due_at: null },
])('no reminder for %o', (change) => {
  const item = task({ due_at: '2026-11-20T08:00', remind_minutes: 15, ...change });
  expect(planReminders([item], nobody, due)).toEqual({ due: [], nextAt: undefined });
});

test('what was slept through for more than a day is not told', () => {
  expect(planReminders([water], nobody, due + 86_400_000).due).toEqual([]);
});
