import { List, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SyncLog } from '../api/types';
import { Exact } from '../kit/Exact';
import { problemPlace } from '../kit/problemWords';
import { spoken } from '../kit/spoken';
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
  const { what, todo, exact } = spoken({
    code: log.errorCode ?? '',
    message: log.errorMessage ?? '',
    help: log.errorHelp,
  });
  const place = problemPlace({ code: log.errorCode ?? '', message: log.errorMessage ?? '' });
  return (
    <Note tone="red" icon={IconAlertTriangle} title={log.errorMessage ? what : t('compliance.run.rowErrors')}>
      {todo ? <Text size="sm">{todo}</Text> : null}
      <Exact text={exact} />
      {place ? <Link to={place}>{t('problems.goThere')}</Link> : null}
      {rows.length > 0 ? (
        <List size="sm" mt="xs">
          {rows.slice(0, shown).map((row, index) => (
            <List.Item key={`${row.key} ${index}`}>
              {row.key ? <strong>{row.key}: </strong> : null}
              <span lang="en">{row.message}</span>
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
