import { IconMoodCheck } from '@tabler/icons-react';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { Operation, OperationState } from '../api/types';
import { DataList } from '../kit/DataList';
import { ListTools, type Filter } from '../kit/ListTools';
import { Page } from '../kit/Page';
import { useListState } from '../kit/useListState';
import { useSite } from '../session/site';
import { OperationDrawer } from './OperationDrawer';
import { useOperationColumns } from './operationColumns';

const states: OperationState[] = [
  'needs_person',
  'refused',
  'unknown',
  'recorded',
  'claimed',
  'sent',
  'confirmed',
  'verified',
];

/** Everything told to Metrc, with what waits for a person one tap away. */
export function Operations() {
  const { t } = useTranslation();
  const { site } = useSite();
  const { operation }: { operation?: unknown } = useSearch({ strict: false });
  const list = useListState(['state']);
  const query = { siteId: site?.id, ...list.query };
  const operations = useList<Operation>('/compliance/operations', query, { every: 10_000 });
  const open = (id: string) => list.change({ operation: id, page: list.page });
  const columns = useOperationColumns(open);
  const filters: Filter[] = [
    {
      name: 'state',
      label: t('kit.status'),
      options: states.map((value) => ({ value, label: t(`compliance.states.${value}`) })),
    },
  ];
  return (
    <Page title={t('app.nav.operations')} lead={t('compliance.operations.lead')}>
      <ListTools list={list} search={t('compliance.operations.search')} filters={filters} />
      <DataList
        label={t('app.nav.operations')}
        columns={columns}
        page={operations.data}
        problem={operations.error}
        retry={operations.refetch}
        rowKey={(row) => row.id}
        open={(row) => open(row.id)}
        list={list}
        empty={
          list.filtered
            ? { icon: IconMoodCheck, title: t('kit.nothingFits'), text: t('compliance.operations.calm') }
            : { title: t('compliance.operations.none'), text: t('compliance.operations.noneText') }
        }
      />
      {typeof operation === 'string' ? (
        <OperationDrawer
          id={operation}
          close={() => list.change({ operation: undefined, page: list.page })}
        />
      ) : null}
    </Page>
  );
}
