import { describe, expect, test } from 'vitest';
import { formatAgo, formatDate, formatDuration, formatMoment, formatNumber, todayIn } from './format';

const now = new Date('2026-11-20T12:00:00Z');

describe('format', () => {
  test('a calendar date is never shifted by a zone', () => {
    expect(formatDate('2026-01-01', 'en')).toBe('Jan 1, 2026');
  });

  test('missing values are a dash', () => {
    expect([formatNumber(null, 'en'), formatDate(undefined, 'en'), formatMoment('', 'en')]).toEqual([
      '–',
      '–',
      '–',
    ]);
  });

  test('numbers follow the language and keep four decimals', () => {
    expect(formatNumber(1234.56789, 'en')).toBe('1,234.5679');
    expect(formatNumber(0.1, 'es')).toBe('0,1');
  });

  test.each([
    ['2026-11-20T11:57:00Z', '3 minutes ago'],
    ['2026-11-20T14:00:00Z', 'in 2 hours'],
    ['2026-11-20T11:59:50Z', 'now'],
    ['2026-11-18T12:00:00Z', '2 days ago'],
    ['2026-01-05T12:00:00Z', 'Jan 5, 2026'],
  ])('%s reads %s', (value, words) => expect(formatAgo(value, now, 'en')).toBe(words));

  test.each([
    [120, '120 ms'],
    [2_340, '2.3 s'],
    [125_000, '2 min 5 s'],
    [119_600, '2 min 0 s'],
  ])('%d ms reads %s', (value, words) => expect(formatDuration(value, 'en')).toBe(words));

  test('today is the day of the site, not of the viewer', () => {
    expect(todayIn('America/Denver', new Date('2026-11-20T05:00:00Z'))).toBe('2026-11-19');
  });
});
