import { Code, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Evidence } from '../api/types';
import { At } from '../kit/Moment';
import { prettyBody } from './prettyBody';
import styles from './Compliance.module.css';

/** What was sent to Metrc and what came back, word for word; keys are never part of it. */
export function EvidenceList({ evidence }: { evidence: Evidence[] }) {
  const { t } = useTranslation();
  if (evidence.length === 0) return <Text c="dimmed">{t('compliance.operations.noEvidence')}</Text>;
  return (
    <ol className={styles['evidence']}>
      {evidence.map((one, index) => (
        <li key={`${one.at} ${index}`}>
          <Group gap="xs" justify="space-between">
            <Text fw={600}>{one.step.replaceAll('_', ' ')}</Text>
            <Text size="sm" c="dimmed">
              <At at={one.at} />
            </Text>
          </Group>
          <Text size="sm">
            {[one.method, one.url].filter(Boolean).join(' ')}
            {' · '}
            {one.status
              ? t('compliance.operations.answered', { status: one.status })
              : t('compliance.operations.noAnswer')}
          </Text>
          {[one.requestBody, one.responseBody].map((body, side) =>
            body ? (
              <div key={side === 0 ? 'request' : 'response'}>
                <Text size="sm" c="dimmed">
                  {t(side === 0 ? 'compliance.operations.request' : 'compliance.operations.response')}
                </Text>
                <Code block tabIndex={0} className={styles['code']}>
                  {prettyBody(body)}
                </Code>
              </div>
            ) : null,
          )}
          {one.failure ? (
            <Text size="sm" c="var(--mantine-color-error)">
              {one.failure}
            </Text>
          ) : null}
          {one.sha256 ? (
            <Text size="xs" c="dimmed" ff="monospace">
              {t('compliance.operations.hash', { hash: one.sha256 })}
            </Text>
          ) : null}
        </li>
      ))}
    </ol>
  );
}
