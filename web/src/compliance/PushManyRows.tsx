import { Loader, Text } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconClock, IconUserQuestion, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Batch, BatchCheck, MirrorRow, PushedItem, SyncStatus } from '../api/types';
import type { Problem } from '../api/problem';
import { Findings } from '../kit/Findings';
import { PlainLink } from '../kit/PlainLink';
import { ProblemNote } from '../kit/ProblemNote';
import { RemoteSelect } from '../kit/RemoteSelect';
import { spoken } from '../kit/spoken';
import { StatusPill, type PillLook } from '../kit/StatusPill';
import { isReady, wantsLocation } from './pushMany';
import { warningsOf, type PushPhase } from './pushState';
import styles from './PushMany.module.css';

interface Asked {
  batch: Batch;
  location: string | null;
  check: BatchCheck | undefined;
  problem: Problem | null;
}

function readiness(check: BatchCheck): { word: 'ready' | 'warned' | 'kept'; look: PillLook } {
  if (!isReady({ check })) return { word: 'kept', look: { tone: 'red', icon: IconX } };
  return warningsOf(check).length > 0
    ? { word: 'warned', look: { tone: 'yellow', icon: IconAlertTriangle } }
    : { word: 'ready', look: { tone: 'green', icon: IconCheck } };
}

/** Before sending: what Metrc would be told of this batch, and what the rules say. */
export function AskedBatch({ row, place }: { row: Asked; place: (name: string | null) => void }) {
  const { t } = useTranslation();
  const { batch, location, check, problem } = row;
  const state = check ? readiness(check) : null;
  const report = check?.report;
  return (
    <li className={styles['row']}>
      <div className={styles['head']}>
        <strong>{batch.batchNumber}</strong>
        {state ? (
          <StatusPill {...state.look}>{t(`compliance.many.states.${state.word}`)}</StatusPill>
        ) : problem ? null : (
          <Loader size="xs" aria-label={t('compliance.push.rules')} />
        )}
      </div>
      {report ? (
        <Text size="sm" c="dimmed">
          {t('compliance.many.told', {
            plants: report.count,
            type: report.type,
            strain: report.strain,
            location: report.location,
          })}
        </Text>
      ) : null}
      {problem ? <ProblemNote problem={problem} /> : null}
      {check ? <Findings findings={check.findings} /> : null}
      {location !== null || wantsLocation(check) ? (
        <RemoteSelect<MirrorRow>
          label={t('compliance.many.location', { name: batch.batchNumber })}
          path="/compliance/mirror/locations"
          query={{ siteId: batch.siteId, for: 'plant_batches' }}
          option={(one) => ({ value: one.name, label: one.name })}
          value={location}
          valueLabel={location}
          onChange={place}
        />
      ) : null}
    </li>
  );
}

interface Pushed {
  item: PushedItem;
  batch: Batch | undefined;
  status: SyncStatus | undefined;
  phase: PushPhase;
}

const looks: Record<PushPhase, PillLook> = {
  asking: { tone: 'grey', icon: IconClock },
  queued: { tone: 'yellow', icon: IconClock },
  waiting: { tone: 'yellow', icon: IconClock },
  confirmed: { tone: 'green', icon: IconCheck },
  decide: { tone: 'orange', icon: IconUserQuestion },
  failed: { tone: 'red', icon: IconX },
};

/** After sending: how it ended for this batch, or how far it is. */
export function PushedBatch({ row }: { row: Pushed }) {
  const { t } = useTranslation();
  const { item, batch, status, phase } = row;
  // One that was not taken has only the server's own words; no report stands behind it.
  const words = item.operationId
    ? status?.error
    : spoken({ code: item.code ?? '', message: item.message }).what;
  const state = phase === 'asking' ? 'waiting' : phase;
  return (
    <li className={styles['row']}>
      <div className={styles['head']}>
        <PlainLink to={`/batches/${item.batchId}`}>{batch?.batchNumber ?? item.batchId}</PlainLink>
        <StatusPill {...looks[phase]}>
          {t(item.operationId ? `compliance.push.outcome.${state}` : 'compliance.many.states.refused')}
        </StatusPill>
      </div>
      {words ? (
        <Text size="sm" c="var(--mantine-color-error)">
          {words}
        </Text>
      ) : null}
    </li>
  );
}
