/** The state of a list as it stands in the address: page, sort, search text and filters, all of it shareable. */
export interface ListState {
  page: number;
  sort: string | undefined;
  q: string;
  filters: Record<string, string>;
}

export type ListSearch = Record<string, string | number | undefined>;

const text = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

export function readListState(search: Record<string, unknown>, filterNames: readonly string[]): ListState {
  const page = Number(search['page']);
  return {
    page: Number.isInteger(page) && page > 0 ? page : 1,
    sort: text(search['sort']) || undefined,
    q: text(search['q']),
    filters: Object.fromEntries(
      filterNames
        .map((name): [string, string] => [name, text(search[name])])
        .filter(([, value]) => value !== ''),
    ),
  };
}

/** A changed filter, search or sort begins at page 1 again; empty values leave the address. */
export function changeSearch(search: ListSearch, change: ListSearch): ListSearch {
  const kept: ListSearch = 'page' in change ? search : { ...search, page: undefined };
  const next: Map<string, string | number | undefined> = new Map(
    Object.entries<string | number | undefined>(kept),
  );
  Object.entries(change).forEach(([key, value]) => next.set(key, value));
  return Object.fromEntries(
    [...next].filter(
      ([key, value]) => value !== '' && value !== undefined && !(key === 'page' && value === 1),
    ),
  );
}

/** One click sorts up, the next down, the third not at all. */
export function nextSort(current: string | undefined, column: string): string | undefined {
  if (current === column) return `-${column}`;
  return current === `-${column}` ? undefined : column;
}

export const pageSize = 25;

export const pageCount = (total: number): number => Math.max(1, Math.ceil(total / pageSize));
