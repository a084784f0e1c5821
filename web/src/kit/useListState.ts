import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Query } from '../api/http';
import { changeSearch, pageSize, readListState, type ListSearch, type ListState } from './listState';

export interface List extends ListState {
  change: (change: ListSearch) => void;
  /** What the server is asked: page, sort, search and filters. */
  query: Query;
  filtered: boolean;
}

export function useListState(filterNames: readonly string[]): List {
  const search: ListSearch = useSearch({ strict: false });
  const navigate = useNavigate();
  const names = filterNames.join(' ');
  const state = useMemo(() => readListState(search, names.split(' ')), [search, names]);
  const change = useCallback(
    (next: ListSearch) =>
      void navigate({
        to: '.',
        search: (old: ListSearch) => changeSearch(old, next),
        replace: !('page' in next),
      }),
    [navigate],
  );
  return {
    ...state,
    change,
    query: { page: state.page, pageSize, sort: state.sort, q: state.q, ...state.filters },
    filtered: state.q !== '' || Object.keys(state.filters).length > 0,
  };
}
