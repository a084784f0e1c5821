import { Loader, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { Query } from '../api/http';

export interface Option {
  value: string;
  label: string;
}

interface Props<T> {
  label: string;
  description?: ReactNode;
  path: string;
  query?: Query;
  option: (row: T) => Option;
  value: string | null;
  /** What the chosen value is called, also when the list does not hold it. */
  valueLabel?: string | null | undefined;
  onChange: (value: string | null, row: T | undefined) => void;
  required?: boolean;
  clearable?: boolean;
  disabled?: boolean;
  error?: ReactNode;
  placeholder?: string;
}

/** Chooses one of a long list that the server searches. */
export function RemoteSelect<T>({ path, query, option, value, valueLabel, onChange, ...field }: Props<T>) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<Option | null>(null);
  const [q] = useDebouncedValue(typed, 200);
  const known =
    value === null ? null : chosen?.value === value ? chosen : { value, label: valueLabel ?? value };
  const search = known && typed === known.label ? '' : q;
  const rows = useList<T>(path, { ...query, q: search, pageSize: 50 });
  const options = (rows.data?.items ?? []).map(option);
  const data = known && !options.some((one) => one.value === known.value) ? [known, ...options] : options;
  return (
    <Select
      {...field}
      searchable
      data={data}
      value={value}
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched already; it also finds what the label does not show.
      filter={({ options: all }) => all}
      onChange={(next) => {
        setChosen(data.find((one) => one.value === next) ?? null);
        onChange(
          next,
          rows.data?.items.find((row) => option(row).value === next),
        );
      }}
      rightSection={rows.isFetching ? <Loader size={16} aria-hidden /> : undefined}
      nothingFoundMessage={rows.isFetching ? t('kit.loading') : t('kit.nothingFound')}
    />
  );
}
