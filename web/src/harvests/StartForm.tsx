import { Button, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { Panel } from '../kit/Panel';
import { PlainLink } from '../kit/PlainLink';
import { useNow } from '../kit/useNow';
import { useSession } from '../session/session';
import { useDeviceRows } from '../sync/client/device';
import { useDeviceSave } from '../sync/client/useDeviceSave';
import { newRowId } from '../sync/newRowId';
import { settingsId } from './harvestScene';
import { localMoment, momentOfLocal } from './localMoment';
import { overlapReasonLength } from './stageRules';
import { startCode } from './startHarvest';
import type { Subject } from './useSubjects';

/** The beginning of one harvest, with the reason for a second one of the same plant. */
export function StartForm({ subject, next }: { subject: Subject; next: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [at, setAt] = useState(() => localMoment(new Date()));
  const [notes, setNotes] = useState('');
  const [reason, setReason] = useState('');
  const open = useOpenHarvests(subject);
  const start = useStart(subject);
  const now = useNow().getTime();
  const moment = momentOfLocal(at);
  const code = startCode({
    plant: subject.table === 'plants',
    batch: subject.table === 'batches',
    startedAt: moment === undefined ? Number.POSITIVE_INFINITY : Date.parse(moment),
    claimedAt: now,
    openOfPlant: open.length,
    overlapReason: reason,
  });
  const isWrong = code === 'harvest.moment_not_possible';
  const cannot = code !== null || moment === undefined;
  const send = async (then: (id: string) => void) => {
    if (cannot) return;
    const id = await start(moment, notes, open.length > 0 ? reason.trim() : null);
    if (id !== null) then(id);
  };
  return (
    <Panel title={subject.name} lead={t(`harvest.new.of.${subject.table}`)}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send((id) => void navigate({ to: `/harvests/${id}` }));
        }}
      >
        <Stack>
          {open.length > 0 ? (
            <Note tone="orange" title={t('harvest.new.overlap')} urgent>
              <PlainLink to={`/harvests/${open[0] ?? ''}`}>{t('harvest.new.openOther')}</PlainLink>
              <Textarea
                mt="sm"
                label={t('harvest.new.overlapReason', { count: overlapReasonLength })}
                required
                autosize
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
              />
            </Note>
          ) : null}
          <TextInput
            type="datetime-local"
            label={t('harvest.new.at')}
            description={t('harvest.new.atHelp')}
            max={localMoment(new Date())}
            value={at}
            error={isWrong ? t('harvest.new.atWrong') : null}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
          <Textarea
            label={t('harvest.notes')}
            autosize
            minRows={2}
            maxLength={4000}
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
          <Button type="submit" size="xl" disabled={cannot}>
            {t('harvest.new.start')}
          </Button>
          <Button variant="default" disabled={cannot} onClick={() => void send(next)}>
            {t('harvest.new.startNext')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('harvest.new.offline')}
          </Text>
        </Stack>
      </form>
    </Panel>
  );
}

/** Harvests of the same plant that are not in inventory yet. */
function useOpenHarvests(subject: Subject): readonly string[] {
  const { answer } = useDeviceRows({
    table: 'harvests',
    where: [
      { field: 'plant_id', is: 'equal', value: subject.table === 'plants' ? subject.id : '' },
      { field: 'stage', is: 'not_equal', value: 'inventory' },
    ],
  });
  return answer?.rows.map((row) => row.id) ?? [];
}

function useStart(subject: Subject) {
  const { user } = useSession();
  const save = useDeviceSave();
  const settings = useDeviceRows({
    table: 'harvest_settings',
    where: [{ field: 'id', is: 'equal', value: settingsId }],
  }).answer;
  const isOwn = settings?.rows[0]?.values['kept_to_owner'] === true;
  return async (at: string, notes: string, overlapReason: string | null): Promise<string | null> => {
    const id = newRowId();
    const set = {
      ...{ site_id: subject.siteId, owner_id: isOwn ? user.id : null, user_id: user.id },
      plant_id: subject.table === 'plants' ? subject.id : null,
      batch_id: subject.table === 'batches' ? subject.id : null,
      stage_started_at: at,
      notes: notes.trim() === '' ? null : notes,
      overlap_reason: overlapReason,
    };
    const saved = await save(subject.name, [{ kind: 'create', table: 'harvests', row: id, set }]);
    return saved ? id : null;
  };
}
