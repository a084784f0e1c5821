import { describe, expect, test } from 'vitest';
import { changeSearch, nextSort, pageCount, readListState } from './listState';

describe('list state in the address', () => {
  test('reads page, sort, text and only the named filters', () => {
    expect(
      readListState({ page: '3', sort: '-name', q: 42, status: 'active', other: 'x' }, ['status', 'stage']),
    ).toEqual({
      page: 3,
      sort: '-name',
      q: '42',
      filters: { status: 'active' },
    });
  });

  test.each([0, -1, 1.5, 'x', null])('page %s is page 1', (page) =>
    expect(readListState({ page }, []).page).toBe(1),
  );

  test('a changed filter goes back to the first page', () => {
    expect(changeSearch({ page: 4, q: 'og' }, { status: 'active' })).toEqual({ q: 'og', status: 'active' });
  });

  test('turning the page keeps the rest; page 1 is not written down', () => {
    expect(changeSearch({ q: 'og' }, { page: 2 })).toEqual({ q: 'og', page: 2 });
    expect(changeSearch({ q: 'og', page: 2 }, { page: 1 })).toEqual({ q: 'og' });
  });

  test('an emptied filter leaves the address', () => {
    expect(changeSearch({ status: 'active' }, { status: '' })).toEqual({});
  });

  test('sort goes up, down, off', () => {
    expect([nextSort(undefined, 'name'), nextSort('name', 'name'), nextSort('-name', 'name')]).toEqual([
      'name',
      '-name',
      undefined,
    ]);
    expect(nextSort('-date', 'name')).toBe('name');
  });

  test('there is always one page', () =>
    expect([pageCount(0), pageCount(25), pageCount(26)]).toEqual([1, 1, 2]));
});
