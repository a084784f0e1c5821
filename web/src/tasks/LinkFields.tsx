import { Select, Stack } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeviceRows } from '../sync/client/device';
import type { ScreenQuery, ScreenRow } from '../sync/store/screenQuery';
import { linkKinds, type LinkKind, type TaskValues } from './taskForm';
import { textOf } from './taskItems';

interface Props {
  values: TaskValues;
  set: (change: Partial<TaskValues>) => void;
  error: ReactNode;
}

const mostListed = 50;

/** What a task is about, chosen from what this device holds of the site. */
export function LinkFields({ values, set, error }: Props) {
  const { t } = useTranslation();
  return (
    <Stack gap="xs">
      <Select
        label={t('tasks.form.link')}
        allowDeselect={false}
        value={values.linkKind}
        onChange={(kind) => set({ linkKind: kind ?? 'none', linkId: null })}
        data={linkKinds.map((value) => ({ value, label: t(`tasks.form.links.${value}`) }))}
      />
      {values.linkKind === 'none' ? null : (
        <LinkChoice
          key={values.linkKind}
          kind={values.linkKind}
          siteId={values.siteId}
          value={values.linkId}
          choose={(linkId) => set({ linkId })}
          error={error}
        />
      )}
    </Stack>
  );
}

interface ChoiceProps {
  kind: Exclude<LinkKind, 'none'>;
  siteId: string;
  value: string | null;
  choose: (id: string | null) => void;
  error: ReactNode;
}

const tables = { batch: 'batches', harvest: 'harvests', plant: 'plants' } as const;

function LinkChoice({ kind, siteId, value, choose, error }: ChoiceProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [words] = useDebouncedValue(typed, 150);
  const atSite = { field: 'site_id', is: 'equal', value: siteId } as const;
  const found = useDeviceRows({
    table: tables[kind],
    where: [atSite],
    ...(kind === 'harvest' || words.trim() === '' ? {} : { search: words }),
    limit: mostListed,
  } satisfies ScreenQuery).answer?.rows;
  const chosen = useDeviceRows({
    table: tables[kind],
    where: [{ field: 'id', is: 'equal', value }],
  }).answer?.rows;
  const name = useNames(kind, [...(found ?? []), ...(chosen ?? [])]);
  const rows = new Map([...(chosen ?? []), ...(found ?? [])].map((row) => [row.id, row]));
  return (
    <Select
      aria-label={t(`tasks.form.links.${kind}`)}
      searchable
      data={[...rows.values()].map((row) => ({ value: row.id, label: name(row) }))}
      value={value}
      error={error}
      onChange={choose}
      onSearchChange={setTyped}
      placeholder={t('tasks.form.chooseLink')}
      nothingFoundMessage={t('kit.nothingFound')}
    />
  );
}

/** What a row is called; a harvest by its batch or plant and its stage. */
function useNames(kind: ChoiceProps['kind'], rows: readonly ScreenRow[]): (row: ScreenRow) => string {
  const of = (field: string) =>
    kind === 'harvest' ? rows.map((row) => textOf(row.values[field])).filter((id) => id !== null) : [];
  const parents = useDeviceRows({
    table: 'batches',
    where: [{ field: 'id', is: 'one_of', value: of('batch_id') }],
  }).answer?.rows;
  const plants = useDeviceRows({
    table: 'plants',
    where: [{ field: 'id', is: 'one_of', value: of('plant_id') }],
  }).answer?.rows;
  const labels = new Map([
    ...(parents ?? []).map((row): [string, string | null] => [row.id, textOf(row.values['batch_number'])]),
    ...(plants ?? []).map((row): [string, string | null] => [row.id, textOf(row.values['label'])]),
  ]);
  return ({ id, values }) => {
    if (kind !== 'harvest') return textOf(values['batch_number']) ?? textOf(values['label']) ?? id;
    const of = labels.get(textOf(values['batch_id']) ?? textOf(values['plant_id']) ?? '') ?? '';
    return `${of} · ${textOf(values['stage_started_at'])?.slice(0, 10) ?? ''}`;
  };
}
