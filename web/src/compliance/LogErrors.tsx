import { List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SyncLog } from '../api/types';
import { problemPlace } from '../kit/problemWords';
import { Note } from '../kit/Note';

const shown = 20;

/** What went wrong in a run, row by row, and what to do about it. */
export function LogErrors({
  log,
}: {
  log: Pick<SyncLog, 'errorMessage' | 'errorHelp' | 'errorCode' | 'errors'>;
}) {
  const { t } = useTranslation();
  const rows = log.errors;
  if (!log.errorMessage && rows.length === 0) return null;
  const place = problemPlace({ code: log.errorCode ?? '', message: log.errorMessage ?? '' });
  return (
    <Note tone="red" icon={IconAlertTriangle} title={log.errorMessage ?? t('compliance.run.rowErrors')}>
      {log.errorHelp ? <Text size="sm">{log.errorHelp}</Text> : null}
      {place ? <Link to={place}>{t('problems.goThere')}</Link> : null}
      {rows.length > 0 ? (
        <List size="sm" mt="xs">
          {rows.slice(0, shown).map((row, index) => (
            <List.Item key={`${row.key} ${index}`}>
              {row.key ? <strong>{row.key}: </strong> : null}
              {row.message}
            </List.Item>
          ))}
        </List>
      ) : null}
      {rows.length > shown ? (
        <Text size="sm">{t('compliance.run.more', { count: rows.length - shown })}</Text>
      ) : null}
    </Note>
  );
}
