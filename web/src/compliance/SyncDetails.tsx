import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/hooks';
import type { SyncStatus } from '../api/types';
import { CopyText } from '../kit/CopyText';
import { Facts } from '../kit/Facts';
import { RowsLoading } from '../kit/Loading';
import { At } from '../kit/Moment';
import { ProblemNote } from '../kit/ProblemNote';
import { isSettled } from './pushState';
import { standOf, stands } from './stand';

export function useSyncStatus(batchId: string, watch = true) {
  return useRead<SyncStatus>(`/compliance/batches/${batchId}/sync-status`, {
    every: watch ? (status) => (status && isSettled(status.status) ? false : 2000) : false,
  });
}

/** Metrc's name, id and type of a batch, when it was last confirmed, and what went wrong. */
export function SyncDetails({ batchId }: { batchId: string }) {
  const read = useSyncStatus(batchId);
  if (read.error && !read.data) return <ProblemNote problem={read.error} retry={read.refetch} />;
  return read.data ? <StatusFacts status={read.data} /> : <RowsLoading rows={2} />;
}

export function StatusFacts({ status }: { status: SyncStatus }) {
  const { t } = useTranslation();
  const known = status.metrcBatchId !== null && status.metrcBatchId !== undefined;
  const stand = standOf(status);
  return (
    <Stack gap="sm">
      <Text size="sm">{t(`compliance.standWords.${stand}`)}</Text>
      {status.error ? (
        <Text size="sm" c="var(--mantine-color-error)" role="alert" lang="en">
          {status.error}
        </Text>
      ) : null}
      <Text size="sm" fw={560}>
        {t(`compliance.standNext.${stand}`)}
      </Text>
      <Facts
        columns={1}
        facts={[
          known && { name: t('compliance.details.name'), value: status.metrcBatchName ?? '–' },
          known && {
            name: t('compliance.details.id'),
            value: <CopyText text={String(status.metrcBatchId)} label={t('compliance.details.copyId')} />,
          },
          status.metrcBatchType ? { name: t('compliance.details.type'), value: status.metrcBatchType } : null,
          status.lastSyncedAt
            ? { name: t('compliance.details.last'), value: <At at={status.lastSyncedAt} /> }
            : null,
          status.operationId
            ? {
                name: t('compliance.details.operation'),
                value: (
                  <CopyText text={status.operationId} label={t('compliance.details.copyOperation')} short />
                ),
              }
            : null,
        ]}
      />
      {status.operationId ? (
        <Group>
          <Button
            component={Link}
            to="/compliance/operations"
            search={{ operation: status.operationId } as never}
            variant="default"
            size="sm"
          >
            {t(
              stands[stand].offer === 'decide' ? 'compliance.details.decide' : 'compliance.details.evidence',
            )}
          </Button>
        </Group>
      ) : null}
    </Stack>
  );
}
