import { Button, CloseButton, Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { List } from './useListState';
import styles from './DataList.module.css';

export interface Filter {
  name: string;
  label: string;
  options: { value: string; label: string }[];
}

function SearchField({ list, label }: { list: List; label: string }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(list.q);
  const search = useDebouncedCallback((q: string) => list.change({ q }), 250);
  const type = (value: string) => {
    setTyped(value);
    search(value);
  };
  return (
    <TextInput
      className={styles['search']}
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      leftSection={<IconSearch size={18} aria-hidden />}
      rightSection={
        typed === '' ? null : <CloseButton aria-label={t('kit.clearSearch')} onClick={() => type('')} />
      }
    />
  );
}

interface Props {
  list: List;
  search: string;
  filters?: Filter[];
  extra?: ReactNode;
}

/** Search and filters above a list; all of it stands in the address. */
export function ListTools({ list, search, filters = [], extra }: Props) {
  const { t } = useTranslation();
  const cleared = Object.fromEntries(Object.keys(list.filters).map((name) => [name, '']));
  return (
    <div className={styles['tools']} role="search">
      <SearchField list={list} label={search} />
      {filters.map((filter) => (
        <Select
          key={filter.name}
          className={styles['filter'] ?? ''}
          aria-label={filter.label}
          placeholder={filter.label}
          data={filter.options}
          value={list.filters[filter.name] ?? null}
          onChange={(value) => list.change({ [filter.name]: value ?? '' })}
          clearable
        />
      ))}
      {extra}
      {Object.keys(list.filters).length > 0 ? (
        <Button variant="subtle" onClick={() => list.change(cleared)}>
          {t('kit.clearFilters')}
        </Button>
      ) : null}
    </div>
  );
}
