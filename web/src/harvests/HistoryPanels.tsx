import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { At } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { RowStatus } from '../sync/client/RowStatus';
import type { ScreenRow } from '../sync/worker/messages';
import { useStageWords } from './stageWords';
import { textOf } from './useHarvests';

const entries = ['start', 'advance', 'override_skip', 'undo', 'revert', 'finalize'] as const;
const attempts = ['stage_advance', 'override_skip', 'revert', 'undo', 'finalize', 'sync_rejected'] as const;

/** Every stage that the harvest entered, with its notes and reasons. */
export function StageHistory({ stages }: { stages: readonly ScreenRow[] }) {
  const { t } = useTranslation();
  const words = useStageWords();
  if (stages.length === 0) return null;
  return (
    <Panel title={t('harvest.history.title')}>
      <Table.ScrollContainer minWidth={460}>
        <Table aria-label={t('harvest.history.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('harvest.history.stage')}</Table.Th>
              <Table.Th>{t('harvest.history.from')}</Table.Th>
              <Table.Th>{t('harvest.history.to')}</Table.Th>
              <Table.Th>{t('harvest.history.words')}</Table.Th>
              <Table.Th>{t('harvest.weigh.state')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {stages.map(({ id, values, status }) => {
              const by = entries.find((one) => one === values['entered_by']);
              return (
                <Table.Tr key={id}>
                  <Table.Td>
                    {words(textOf(values['stage']))}
                    <br />
                    <small>{by ? t(`harvest.entered.${by}`) : null}</small>
                  </Table.Td>
                  <Table.Td>
                    <At at={textOf(values['started_at'])} />
                  </Table.Td>
                  <Table.Td>
                    <At at={textOf(values['completed_at'])} />
                  </Table.Td>
                  <Table.Td>
                    {[textOf(values['reason']), textOf(values['notes'])].filter(Boolean).join(' · ')}
                  </Table.Td>
                  <Table.Td>
                    <RowStatus status={status} />
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

/** Every attempt that the server heard of, permitted or blocked. */
export function AuditList({ audits }: { audits: readonly ScreenRow[] }) {
  const { t } = useTranslation();
  const words = useStageWords();
  if (audits.length === 0) return null;
  return (
    <Panel title={t('harvest.audit.title')} lead={t('harvest.audit.lead')}>
      <Table.ScrollContainer minWidth={420}>
        <Table aria-label={t('harvest.audit.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('harvest.audit.at')}</Table.Th>
              <Table.Th>{t('harvest.audit.what')}</Table.Th>
              <Table.Th>{t('harvest.audit.outcome')}</Table.Th>
              <Table.Th>{t('kit.reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {[...audits].reverse().map(({ id, values }) => {
              const what = attempts.find((one) => one === values['operation_type']);
              return (
                <Table.Tr key={id}>
                  <Table.Td>
                    <At at={textOf(values['performed_at'])} />
                  </Table.Td>
                  <Table.Td>
                    {what ? t(`harvest.attempt.${what}`) : null}
                    {textOf(values['to_stage']) ? ` → ${words(textOf(values['to_stage']))}` : ''}
                  </Table.Td>
                  <Table.Td>
                    {t(values['status'] === 'blocked' ? 'harvest.audit.blocked' : 'harvest.audit.permitted')}
                  </Table.Td>
                  <Table.Td>
                    {[textOf(values['reason']), textOf(values['code'])].filter(Boolean).join(' · ')}
                  </Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}
