import { Group, Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SyncLog } from '../api/types';
import { CopyText } from '../kit/CopyText';
import { formatDuration, formatNumber } from '../kit/format';
import { logLooks } from '../kit/looks';
import { StatusPill } from '../kit/StatusPill';
import { LogErrors } from './LogErrors';
import { isFinished, percentDone } from './syncRun';
import { useTypeName } from './words';

/** One run: how far it is, then what came of it. */
export function SyncProgress({ log }: { log: SyncLog }) {
  const { t, i18n } = useTranslation();
  const typeName = useTypeName();
  const percent = percentDone(log);
  const number = (value: number) => formatNumber(value, i18n.language);
  const counts = t('compliance.run.counts', {
    processed: number(log.processed),
    created: number(log.created),
    updated: number(log.updated),
    failed: number(log.failed),
  });
  return (
    <Stack gap="xs" aria-live="polite">
      <Group justify="space-between" gap="xs">
        <Text fw={600}>
          {t('compliance.run.title', { type: typeName(log.syncType), site: log.siteName })}
        </Text>
        <StatusPill {...logLooks[log.status]}>{t(`compliance.logStatus.${log.status}`)}</StatusPill>
      </Group>
      {isFinished(log) ? null : (
        <>
          <Progress
            value={percent ?? 100}
            animated={percent === null}
            striped={percent === null}
            size="lg"
            aria-label={t('compliance.run.progress')}
          />
          <Text size="sm" c="dimmed">
            {log.total
              ? t('compliance.run.of', { done: number(log.processed), total: number(log.total) })
              : t('compliance.run.reading')}
            {log.stage ? ` · ${typeName(log.stage)}` : ''}
          </Text>
        </>
      )}
      <Text size="sm">{counts}</Text>
      <LogErrors log={log} />
      {isFinished(log) ? (
        <Group gap="xs">
          <Text size="sm" c="dimmed">
            {t('compliance.run.took', { duration: formatDuration(log.durationMs, i18n.language) })}
          </Text>
          <CopyText text={log.id} label={t('compliance.copyLogId')} short />
        </Group>
      ) : null}
    </Stack>
  );
}
