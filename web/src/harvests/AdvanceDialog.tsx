import { Button, Modal, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localMoment, momentOfLocal } from './localMoment';
import type { HarvestStage } from './stageRules';
import { useStageWords } from './stageWords';
import type { HarvestActs } from './useHarvestSteps';
import type { Harvest } from './useHarvests';

interface Props {
  harvest: Harvest;
  to: HarvestStage;
  acts: HarvestActs;
  close: () => void;
}

/** The next stage with an earlier start, or with notes about the one that is left. */
export function AdvanceDialog({ harvest, to, acts, close }: Props) {
  const { t } = useTranslation();
  const words = useStageWords();
  const [at, setAt] = useState('');
  const [notes, setNotes] = useState('');
  const moment = at === '' ? undefined : momentOfLocal(at);
  const isWrong =
    moment !== undefined &&
    (moment > new Date().toISOString() || (harvest.startedAt !== null && moment <= harvest.startedAt));
  const send = async () => {
    const args = { to, ...(moment ? { at: moment } : {}), ...(notes.trim() ? { notes: notes.trim() } : {}) };
    if (await acts.act('advance_stage', args, to)) close();
  };
  return (
    <Modal opened onClose={close} title={t('harvest.advance.act', { stage: words(to) })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWrong) void send();
        }}
      >
        <Stack>
          <TextInput
            type="datetime-local"
            label={t('harvest.advance.at')}
            description={t('harvest.advance.atHelp')}
            max={localMoment(new Date())}
            value={at}
            error={isWrong ? t('harvest.advance.atWrong') : null}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
          <Textarea
            label={t('harvest.advance.notes', { stage: words(harvest.stage) })}
            autosize
            minRows={2}
            maxLength={4000}
            value={notes}
            onChange={(event) => setNotes(event.currentTarget.value)}
          />
          <Text size="sm" c="dimmed">
            {t('harvest.undo.hint')}
          </Text>
          <Button type="submit" size="lg" disabled={isWrong}>
            {t('harvest.advance.act', { stage: words(to) })}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
