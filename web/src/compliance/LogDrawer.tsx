import { Drawer, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SyncLog } from '../api/types';
import { CopyText } from '../kit/CopyText';
import { Facts } from '../kit/Facts';
import { formatDuration } from '../kit/format';
import { At, Num } from '../kit/Moment';
import { PlainLink } from '../kit/PlainLink';
import { LogErrors } from './LogErrors';
import { SyncProgress } from './SyncProgress';
import { isFinished } from './syncRun';
import { useTypeName } from './words';

export function LogDrawer({ log, close }: { log: SyncLog; close: () => void }) {
  const { t, i18n } = useTranslation();
  const typeName = useTypeName();
  return (
    <Drawer
      opened
      onClose={close}
      title={t('compliance.run.title', { type: typeName(log.syncType), site: log.siteName })}
    >
      <Stack gap="lg">
        {isFinished(log) ? <LogErrors log={log} /> : <SyncProgress log={log} />}
        <Facts
          facts={[
            { name: t('kit.status'), value: t(`compliance.logStatus.${log.status}`) },
            { name: t('compliance.log.direction'), value: t(`compliance.directions.${log.direction}`) },
            { name: t('compliance.log.started'), value: <At at={log.startedAt} /> },
            { name: t('compliance.log.ended'), value: <At at={log.completedAt} /> },
            { name: t('compliance.log.duration'), value: formatDuration(log.durationMs, i18n.language) },
            { name: t('compliance.log.by'), value: log.triggeredBy },
            { name: t('compliance.log.processed'), value: <Num value={log.processed} /> },
            { name: t('compliance.log.created'), value: <Num value={log.created} /> },
            { name: t('compliance.log.updated'), value: <Num value={log.updated} /> },
            { name: t('compliance.log.failed'), value: <Num value={log.failed} /> },
            log.operationId
              ? {
                  name: t('compliance.details.operation'),
                  value: (
                    <PlainLink to="/compliance/operations" search={{ operation: log.operationId }}>
                      {t('compliance.details.evidence')}
                    </PlainLink>
                  ),
                  wide: true,
                }
              : null,
            {
              name: t('compliance.log.id'),
              value: <CopyText text={log.id} label={t('compliance.copyLogId')} />,
              wide: true,
            },
          ]}
        />
      </Stack>
    </Drawer>
  );
}
