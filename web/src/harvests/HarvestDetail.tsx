import { Button, Stack, Textarea } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/EmptyState';
import { Facts } from '../kit/Facts';
import { formatNumber } from '../kit/format';
import { ScreenLoading } from '../kit/Loading';
import { At, Day } from '../kit/Moment';
import { Note } from '../kit/Note';
import { Page } from '../kit/Page';
import { Panel } from '../kit/Panel';
import { BackLink, PlainLink } from '../kit/PlainLink';
import { PhotoStrip } from '../photos/PhotoStrip';
import { useMay } from '../session/session';
import { useDeviceRows } from '../sync/client/device';
import { DeviceNote } from '../sync/client/DeviceNote';
import { RowStatus } from '../sync/client/RowStatus';
import { useDeviceSave } from '../sync/client/useDeviceSave';
import type { ScreenRow } from '../sync/worker/messages';
import { countedGrams } from './countedWeights';
import { DryingCurve } from './DryingCurve';
import { settingsId } from './harvestScene';
import { AuditList, StageHistory } from './HistoryPanels';
import { StagePanel } from './StagePanel';
import { undoSeconds } from './stageRules';
import { UndoBar } from './UndoBar';
import { useHarvestActs } from './useHarvestSteps';
import {
  sceneRow,
  textOf,
  useHarvestNames,
  useHarvestRows,
  type Harvest,
  type HarvestRows,
} from './useHarvests';
import { WeightPanel } from './WeightPanel';

/** One harvest, for a phone in the drying room. */
export function HarvestDetail() {
  const { t } = useTranslation();
  const { id = '' }: { id?: string } = useParams({ strict: false });
  const rows = useHarvestRows(id);
  if (!rows) return <ScreenLoading />;
  if (!rows.harvest)
    return (
      <Page title={t('harvest.title')} back={<BackLink to="/harvests">{t('harvest.title')}</BackLink>} narrow>
        <DeviceNote />
        <EmptyState title={t('harvest.unknown')} text={t('harvest.unknownText')} />
      </Page>
    );
  return <Detail rows={rows} harvest={rows.harvest} />;
}

function Detail({ rows, harvest }: { rows: HarvestRows; harvest: Harvest }) {
  const { t } = useTranslation();
  const may = useMay();
  const name = useHarvestNames([harvest])(harvest);
  const acts = useHarvestActs(harvest, name);
  const seconds = useUndoSeconds();
  const dry = countedGrams(rows.weights.map(sceneRow), 'dry');
  return (
    <Page
      title={name}
      back={<BackLink to={`/harvests?stage=${harvest.stage}`}>{t('harvest.title')}</BackLink>}
      badge={<RowStatus status={harvest.status} />}
      narrow
    >
      <Stack>
        <DeviceNote />
        {harvest.refusal ? (
          <Note tone="red" title={harvest.refusal.message ?? t('sync.row.parked')} urgent>
            <PlainLink to="/device">{t('harvest.decide')}</PlainLink>
          </Note>
        ) : null}
        {harvest.conflictSeen || harvest.status === 'conflict' ? (
          <Note tone="orange" title={t('harvest.conflict')} urgent>
            <PlainLink to="/conflicts" search={{ row: harvest.id }}>
              {t('harvest.conflictReview')}
            </PlainLink>
          </Note>
        ) : null}
        <StagePanel harvest={harvest} acts={acts} hasDryWeight={dry !== null && Number(dry) > 0} />
        <WeightPanel harvest={harvest} name={name} weights={rows.weights} />
        <ResultPanel result={rows.result} />
        <Panel title={t('harvest.photos')}>
          <PhotoStrip
            table="harvests"
            row={harvest.id}
            field="photos"
            hashes={harvest.photos}
            mayAdd={may('harvest:edit')}
          />
        </Panel>
        <NotesPanel harvest={harvest} name={name} />
        <DryingCurve weights={rows.weights} />
        <StageHistory stages={rows.stages} />
        <AuditList audits={rows.audits} />
        <UndoBar {...acts} seconds={seconds} />
      </Stack>
    </Page>
  );
}

/** How long a step can be taken back: as the organisation decided, or as the rules say. */
function useUndoSeconds(): number {
  const { answer } = useDeviceRows({
    table: 'harvest_settings',
    where: [{ field: 'id', is: 'equal', value: settingsId }],
  });
  return Number(answer?.rows[0]?.values['undo_seconds'] ?? undoSeconds);
}

function ResultPanel({ result }: { result: ScreenRow | null }) {
  const { t, i18n } = useTranslation();
  if (!result) return null;
  const { values, status } = result;
  const isBack = values['reverted_at'] !== null;
  return (
    <Panel title={t('harvest.result.title')} actions={<RowStatus status={status} />}>
      {isBack ? <Note tone="yellow" title={t('harvest.result.reverted')} /> : null}
      <Facts
        facts={[
          {
            name: t('harvest.result.weight'),
            value: `${formatNumber(Number(values['final_weight_g']), i18n.language)} g`,
          },
          { name: t('harvest.result.on'), value: <Day on={textOf(values['harvest_date'])} /> },
          { name: t('harvest.result.days'), value: Number(values['total_duration_days']) },
          { name: t('harvest.result.finished'), value: <At at={textOf(values['finished_at'])} /> },
        ]}
      />
    </Panel>
  );
}

function NotesPanel({ harvest, name }: { harvest: Harvest; name: string }) {
  const { t } = useTranslation();
  const may = useMay();
  const save = useDeviceSave();
  const [seen, setSeen] = useState(harvest.notes);
  const [notes, setNotes] = useState(seen);
  // What comes meanwhile is shown, unless it would take from under the hands what is being typed.
  if (harvest.notes !== seen && notes === seen) {
    setSeen(harvest.notes);
    setNotes(harvest.notes);
  }
  const send = async () => {
    const set = { notes: notes.trim() === '' ? null : notes };
    const saw = { notes: seen === '' ? null : seen };
    const edit = { kind: 'patch', table: 'harvests', row: harvest.id, set, saw } as const;
    if (await save(name, [edit])) setSeen(notes);
  };
  return (
    <Panel title={t('harvest.notes')}>
      <Stack>
        <Textarea
          aria-label={t('harvest.notes')}
          autosize
          minRows={2}
          maxLength={4000}
          readOnly={!may('harvest:edit')}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        {notes === seen ? null : (
          <Button variant="default" onClick={() => void send()}>
            {t('harvest.saveNotes')}
          </Button>
        )}
      </Stack>
    </Panel>
  );
}
