import { Button, Checkbox, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { checklist } from './stageRules';
import type { HarvestActs } from './useHarvestSteps';

/** The curing checklist; ticked in full, the harvest goes into inventory with its dry weight. */
export function FinalizeDialog({
  acts,
  hasDryWeight,
  close,
}: {
  acts: HarvestActs;
  hasDryWeight: boolean;
  close: () => void;
}) {
  const { t } = useTranslation();
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const isWhole = checklist.every((item) => ticked.includes(item));
  const send = async () => {
    if (await acts.act('finalize', Object.fromEntries(checklist.map((item) => [item, true])))) close();
  };
  return (
    <Modal opened onClose={close} title={t('harvest.finalize.title')}>
      <Stack>
        <Text>{t('harvest.finalize.text')}</Text>
        {hasDryWeight ? null : <Note tone="orange" title={t('harvest.finalize.needsDry')} />}
        {checklist.map((item) => (
          <Checkbox
            key={item}
            size="lg"
            label={t(`harvest.check.${item}`)}
            checked={ticked.includes(item)}
            onChange={({ currentTarget: { checked } }) =>
              setTicked((before) => (checked ? [...before, item] : before.filter((one) => one !== item)))
            }
          />
        ))}
        <Button size="lg" disabled={!isWhole || !hasDryWeight} onClick={() => void send()}>
          {t('harvest.finalize.act')}
        </Button>
      </Stack>
    </Modal>
  );
}
