import { Button, Code, Drawer, Group, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useRead, useSend } from '../api/hooks';
import type { Operation, OperationDetail } from '../api/types';
import { CopyText } from '../kit/CopyText';
import { Facts } from '../kit/Facts';
import { RowsLoading } from '../kit/Loading';
import { operationLooks } from '../kit/looks';
import { Ago, At } from '../kit/Moment';
import { PlainLink } from '../kit/PlainLink';
import { ProblemNote } from '../kit/ProblemNote';
import { StatusPill } from '../kit/StatusPill';
import { toast } from '../kit/toast';
import { useMay } from '../session/session';
import { DifferenceTable } from './DifferenceTable';
import { EvidenceList } from './EvidenceList';
import { operationOffer, useKindName } from './operationWords';
import { ResolveForm } from './ResolveForm';
import styles from './Compliance.module.css';

export function OperationDrawer({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation();
  const read = useRead<OperationDetail>(`/compliance/operations/${id}`, { every: 5000 });
  return (
    <Drawer
      opened
      onClose={close}
      size="xl"
      title={read.data?.operation.entityName ?? t('compliance.operations.one')}
    >
      {read.error && !read.data ? <ProblemNote problem={read.error} retry={read.refetch} /> : null}
      {!read.data && !read.error ? <RowsLoading /> : null}
      {read.data ? <OperationView detail={read.data} /> : null}
    </Drawer>
  );
}

function OperationView({ detail }: { detail: OperationDetail }) {
  const { operation, payload, evidence, confirmedWarnings, acceptedDifferences, acceptedBy } = detail;
  const { t } = useTranslation();
  const may = useMay();
  const kindName = useKindName();
  const offer = operationOffer(operation.state);
  return (
    <Stack gap="lg">
      <Group gap="xs">
        <StatusPill {...operationLooks[operation.state]}>
          {t(`compliance.states.${operation.state}`)}
        </StatusPill>
        <Text size="sm">{t(`compliance.stateWords.${operation.state}`)}</Text>
      </Group>
      {operation.error ? (
        <Text c="var(--mantine-color-error)" role="alert" lang="en">
          {operation.error}
        </Text>
      ) : null}
      {offer.now && may('compliance:push') ? <Retry operation={operation} /> : null}
      {offer.pushAgain ? (
        <PlainLink to={`/batches/${operation.entityId}`}>{t('compliance.operations.pushAgain')}</PlainLink>
      ) : null}
      {offer.resolve && may('compliance:approve') ? <ResolveForm detail={detail} /> : null}
      {acceptedDifferences.length > 0 && operation.state !== 'needs_person' ? (
        <section>
          <h3 className={styles['heading']}>{t('compliance.resolve.accepted', { by: acceptedBy ?? '' })}</h3>
          <DifferenceTable differences={acceptedDifferences} />
        </section>
      ) : null}
      <Facts
        facts={[
          { name: t('compliance.operations.kind'), value: kindName(operation.kind) },
          operation.entityType === 'batch'
            ? {
                name: t('cultivation.batch.one'),
                value: <PlainLink to={`/batches/${operation.entityId}`}>{operation.entityName}</PlainLink>,
              }
            : null,
          { name: t('compliance.operations.key'), value: operation.matchKey },
          { name: t('compliance.operations.attempts'), value: operation.attempts },
          { name: t('compliance.operations.by'), value: operation.createdBy },
          { name: t('compliance.operations.created'), value: <At at={operation.createdAt} /> },
          confirmedWarnings.length > 0
            ? { name: t('compliance.push.warned'), value: confirmedWarnings.join(', '), wide: true }
            : null,
          operation.nextAttemptAt
            ? { name: t('compliance.operations.nextAttempt'), value: <Ago at={operation.nextAttemptAt} /> }
            : null,
          operation.metrcId ? { name: t('compliance.details.id'), value: String(operation.metrcId) } : null,
          {
            name: t('compliance.details.operation'),
            value: <CopyText text={operation.id} label={t('compliance.details.copyOperation')} />,
            wide: true,
          },
        ]}
      />
      {payload === undefined || payload === null ? null : (
        <section>
          <h3 className={styles['heading']}>{t('compliance.operations.payload')}</h3>
          <Code block tabIndex={0} className={styles['code']}>
            {JSON.stringify(payload, null, 2)}
          </Code>
        </section>
      )}
      <section>
        <h3 className={styles['heading']}>{t('compliance.operations.evidence')}</h3>
        <EvidenceList evidence={evidence} />
      </section>
    </Stack>
  );
}

function Retry({ operation }: { operation: Operation }) {
  const { t } = useTranslation();
  const retry = useSend<undefined>({
    method: 'POST',
    path: `/compliance/operations/${operation.id}/retry`,
    refreshes: ['/compliance', '/batches', '/today'],
    onDone: () => toast.done(t('compliance.operations.retried', { name: operation.entityName })),
  });
  return (
    <Stack gap="xs">
      {retry.error ? <ProblemNote problem={retry.error} /> : null}
      <Group>
        <Button
          leftSection={<IconRefresh size={18} aria-hidden />}
          loading={retry.isPending}
          onClick={() => retry.mutate(undefined)}
        >
          {t('compliance.operations.now')}
        </Button>
      </Group>
    </Stack>
  );
}
