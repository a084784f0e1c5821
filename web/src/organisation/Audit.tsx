import { useTranslation } from 'react-i18next';
import { useList } from '../api/hooks';
import type { AuditEntry } from '../api/types';
import { DataList, type Column } from '../kit/DataList';
import { ListTools, type Filter } from '../kit/ListTools';
import { At } from '../kit/Moment';
import { Page } from '../kit/Page';
import { useListState } from '../kit/useListState';
import { changeRows } from './auditChanges';
import styles from './Audit.module.css';

const entities = [
  'batch',
  'cultivar',
  'lot',
  'site',
  'room',
  'pod',
  'pod_assignment',
  'membership',
  'user',
  'api_token',
  'metrc_credential',
  'metrc_batch_mapping',
  'metrc_package_mapping',
  'metrc_strain_mapping',
  'pull_schedule',
] as const;

function Changes({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  return (
    <ul className={styles['changes']}>
      {changeRows(entry.changes).map(({ field, before, after }) => (
        <li key={field}>
          <span className={styles['field']}>{field.replaceAll('_', ' ')}</span>{' '}
          {before === null ? null : (
            <>
              <del>{before}</del> <span aria-label={t('organisation.audit.became')}>→</span>{' '}
            </>
          )}
          <ins>{after ?? '–'}</ins>
        </li>
      ))}
    </ul>
  );
}

/** Who changed what, from what to what. Nobody can edit it. */
export function Audit() {
  const { t } = useTranslation();
  const list = useListState(['entityType', 'entityId', 'userId']);
  const entries = useList<AuditEntry>('/audit', list.query);
  const entityName = (type: string) =>
    (entities as readonly string[]).includes(type)
      ? t(`organisation.entities.${type as 'batch'}`)
      : type.replaceAll('_', ' ');
  const actionName = (action: string) =>
    action === 'created' || action === 'updated' || action === 'deleted'
      ? t(`organisation.audit.${action}`)
      : action.replaceAll('_', ' ');
  const filters: Filter[] = [
    {
      name: 'entityType',
      label: t('organisation.audit.what'),
      options: entities.map((value) => ({ value, label: entityName(value) })),
    },
  ];
  const columns: Column<AuditEntry>[] = [
    { key: 'at', name: t('organisation.audit.when'), cell: (entry) => <At at={entry.at} /> },
    {
      key: 'who',
      name: t('organisation.audit.who'),
      cell: (entry) => entry.actor,
    },
    {
      key: 'what',
      name: t('organisation.audit.what'),
      phone: 'title',
      cell: (entry) => `${entityName(entry.entityType)} · ${actionName(entry.action)}`,
    },
    {
      key: 'changes',
      phone: 'wide',
      name: t('organisation.audit.changes'),
      cell: (entry) => <Changes entry={entry} />,
    },
  ];
  return (
    <Page title={t('app.nav.audit')} lead={t('organisation.audit.lead')}>
      <ListTools list={list} search={t('organisation.audit.search')} filters={filters} />
      <DataList
        label={t('app.nav.audit')}
        columns={columns}
        page={entries.data}
        problem={entries.error}
        retry={entries.refetch}
        rowKey={(entry) => entry.id}
        list={list}
        empty={{ title: t('kit.nothingFits'), text: t('kit.nothingFitsText') }}
      />
    </Page>
  );
}
