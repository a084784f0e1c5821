import { beforeEach, describe, expect, test } from 'vitest';
import { dryingPoints } from './dryingPoints';
import { gramsOf, inUnit, netGrams, readScale } from './grams';
import { addKeys, dueReminders, readKeys } from './reminders';
import { stageTime } from './stageTime';
import { UndoClock } from './undoClock';
import { exactSubject } from './useSubjects';

describe('a weight', () => {
  test.each([
    ['12.5', 'g', '12.5'],
    ['12,5', 'g', '12.5'],
    ['12.34', 'g', '12.3'],
    ['1', 'oz', '28.3'],
    ['35.274', 'oz', '1000'],
    ['-3', 'g', undefined],
    ['twelve', 'g', undefined],
    ['', 'g', undefined],
  ] as const)('%s %s is %s g', (text, unit, grams) => expect(gramsOf(text, unit)).toBe(grams));

  test('is shown in ounces, and is never less than its tare', () => {
    expect(inUnit('1000', 'oz')).toBe(35.27);
    expect(netGrams('100.3', '0.2')).toBe('100.1');
    expect(netGrams('5', '5.1')).toBeUndefined();
  });

  test.each([
    ['ST,GS,+  123.4 g', { text: '123.4', unit: 'g' }],
    ['  1,25 kg', { text: '1250', unit: 'g' }],
    ['4.5 OZ', { text: '4.5', unit: 'oz' }],
    ['88', { text: '88' }],
    ['- 3 g', undefined],
    ['error', undefined],
  ])('a scale that types %s means %o', (line, read) => expect(readScale(line)).toEqual(read));
});

describe('the seconds to undo', () => {
  const now = { steady: 1_000, wall: 50_000 };
  const clocks = { steady: () => now.steady, wall: () => now.wall };
  const chance = { operation: 'o', harvest: 'h', from: 'harvest', to: 'drying', passed: 0, wall: 50_000 };
  beforeEach(() => {
    Object.assign(now, { steady: 1_000, wall: 50_000 });
    localStorage.clear();
  });

  test('go on by the steady clock, whatever is done to the other', () => {
    const clock = new UndoClock(chance, clocks);
    now.steady += 4_000;
    now.wall -= 3_600_000;
    expect(clock.passed()).toBe(4_000);
  });

  test('go on over a reload, when the steady clock begins anew', () => {
    const clock = new UndoClock(chance, clocks);
    now.steady += 2_000;
    now.wall += 2_000;
    clock.keep('me');
    Object.assign(now, { steady: 10, wall: now.wall + 5_000 });
    expect(UndoClock.recall('me', clocks)?.passed()).toBe(7_000);
    expect(UndoClock.recall('somebody else', clocks)).toBeNull();
  });

  test('are over when the clock was set back between, and when they are forgotten', () => {
    new UndoClock(chance, clocks).keep('me');
    now.wall -= 1;
    expect(UndoClock.recall('me', clocks)).toBeNull();
    UndoClock.forget('me');
    now.wall += 10;
    expect(UndoClock.recall('me', clocks)).toBeNull();
  });
});

const day = 24 * 60 * 60 * 1000;
const start = '2026-11-01T08:00:00.000Z';
const after = (days: number) => Date.parse(start) + days * day;

describe('the days of a stage', () => {
  test.each([
    [6.9, 'early'],
    [7, 'fits'],
    [10, 'due'],
    [14, 'due'],
    [14.1, 'late'],
  ] as const)('drying after %s days is %s', (days, pace) =>
    expect(stageTime('drying', start, after(days))?.pace).toBe(pace),
  );

  test('are none in stock', () => expect(stageTime('inventory', start, after(1))).toBeNull());

  test('remind at the target and again at the most, until each is put away', () => {
    const harvests = [{ id: 'h', stage: 'drying', startedAt: start }];
    const sorts = (days: number, away: ReadonlySet<string> = new Set()) =>
      dueReminders(harvests, after(days), away).map((one) => one.sort);
    expect([sorts(9.9), sorts(10), sorts(15)]).toEqual([[], ['target'], ['max']]);
    const [target] = dueReminders(harvests, after(10), new Set());
    addKeys('me', 'put-away', [target!.key]);
    const away = readKeys('me', 'put-away');
    expect([sorts(11, away), sorts(15, away), readKeys('me', 'told').size]).toEqual([[], ['max'], 0]);
  });
});

test('the drying curve is of weights that stand, in the order of measuring, without the trimmings', () => {
  const row = (id: string, kind: string, grams: string, at: string, corrects: string | null = null) => ({
    id,
    values: { kind, grams, measured_at: `2026-11-${at}T08:00:00.000Z`, corrects },
  });
  const points = dryingPoints([
    row('c', 'weigh_in', '500', '03'),
    row('a', 'wet', '10000', '01'),
    row('b', 'wet', '1000', '01', 'a'),
    row('t', 'trimmings', '90', '02'),
    row('d', 'dry', '250', '09'),
  ]);
  expect(points.map(({ id, share }) => [id, share])).toEqual([
    ['b', 1],
    ['c', 0.5],
    ['d', 0.25],
  ]);
});

test('a scan means the tag that it names as a whole', () => {
  const of = (name: string) => ({ table: 'plants', id: name, siteId: 's', name, stage: null }) as const;
  expect(exactSubject([of('NF-04160'), of('NF-0416')], ' nf-0416 ')?.name).toBe('NF-0416');
  expect(exactSubject([of('NF-04160')], 'NF-0416')).toBeUndefined();
});
