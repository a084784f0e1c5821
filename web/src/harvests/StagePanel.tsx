import { Button, Group, Text } from '@mantine/core';
import { IconArrowRight, IconClock } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { At } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { StatusPill } from '../kit/StatusPill';
import { useNow } from '../kit/useNow';
import { useMay } from '../session/session';
import { AdvanceDialog } from './AdvanceDialog';
import { FinalizeDialog } from './FinalizeDialog';
import styles from './Harvest.module.css';
import { ReasonStep } from './ReasonStep';
import { revertsFrom, wayFrom } from './stageRules';
import { stageTime } from './stageTime';
import { paceTones, useStageWords } from './stageWords';
import type { HarvestActs } from './useHarvestSteps';
import type { Harvest } from './useHarvests';

type Open = 'advance' | 'skip' | 'revert' | 'finalize' | null;

interface Props {
  harvest: Harvest;
  acts: HarvestActs;
  hasDryWeight: boolean;
}

/** Where the harvest is, for how long, and the ways on from there. */
export function StagePanel({ harvest, acts, hasDryWeight }: Props) {
  const { t } = useTranslation();
  const words = useStageWords();
  const may = useMay();
  const [open, setOpen] = useState<Open>(null);
  const close = () => setOpen(null);
  const { stage } = harvest;
  const [next, skipped, last] = [
    wayFrom(stage, 'advance'),
    wayFrom(stage, 'skip'),
    wayFrom(stage, 'finalize'),
  ];
  const backs = revertsFrom(stage);
  const mayRevert = stage === 'inventory' ? may('harvest:approve') : may('harvest:edit');
  return (
    <Panel title={words(stage)} lead={<StageSince harvest={harvest} />}>
      <StageDaysBar harvest={harvest} />
      {may('harvest:edit') ? (
        <div className={styles['actions']}>
          {next ? (
            <Button
              size="xl"
              rightSection={<IconArrowRight size={24} aria-hidden />}
              onClick={() => void acts.act('advance_stage', { to: next }, next)}
            >
              {t('harvest.advance.act', { stage: words(next) })}
            </Button>
          ) : null}
          {last ? (
            <Button size="xl" onClick={() => setOpen('finalize')}>
              {t('harvest.finalize.title')}
            </Button>
          ) : null}
          <div className={styles['ways']}>
            {next ? (
              <Button variant="default" onClick={() => setOpen('advance')}>
                {t('harvest.advance.more')}
              </Button>
            ) : null}
            {skipped ? (
              <Button
                variant="default"
                disabled={skipped === 'inventory' && !hasDryWeight}
                onClick={() => setOpen('skip')}
              >
                {t('harvest.skip.act', { stage: words(skipped) })}
              </Button>
            ) : null}
            {backs.length > 0 && mayRevert ? (
              <Button variant="default" onClick={() => setOpen('revert')}>
                {t('harvest.revert.act')}
              </Button>
            ) : null}
          </div>
          {skipped === 'inventory' && !hasDryWeight ? (
            <Text size="sm" c="dimmed">
              {t('harvest.skip.needsDry')}
            </Text>
          ) : null}
        </div>
      ) : null}
      {open === 'advance' && next ? (
        <AdvanceDialog harvest={harvest} to={next} acts={acts} close={close} />
      ) : null}
      {open === 'skip' && skipped ? (
        <ReasonStep
          title={t('harvest.skip.title', { stage: words(skipped) })}
          text={t(skipped === 'inventory' ? 'harvest.skip.intoStock' : 'harvest.skip.text')}
          stages={[skipped]}
          send={(to, reason) =>
            acts.act('override_skip', { to, reason }, to === 'inventory' ? undefined : to)
          }
          close={close}
        />
      ) : null}
      {open === 'revert' ? (
        <ReasonStep
          title={t('harvest.revert.title')}
          text={t(stage === 'inventory' ? 'harvest.revert.fromStock' : 'harvest.revert.text')}
          stages={backs}
          send={(to, reason) => acts.act('revert', { to, reason })}
          close={close}
        />
      ) : null}
      {open === 'finalize' ? <FinalizeDialog acts={acts} hasDryWeight={hasDryWeight} close={close} /> : null}
    </Panel>
  );
}

function StageSince({ harvest }: { harvest: Harvest }) {
  const { t } = useTranslation();
  return (
    <>
      {t('harvest.since')} <At at={harvest.startedAt} />
    </>
  );
}

/** The days of the stage against those it should last; the numbers stand beside the bar. */
function StageDaysBar({ harvest }: { harvest: Harvest }) {
  const { t } = useTranslation();
  const now = useNow();
  const time = stageTime(harvest.stage, harvest.startedAt, now.getTime());
  if (!time) return null;
  const { days, target, min, max, pace } = time;
  return (
    <div className={styles['days']}>
      <Group justify="space-between">
        <strong>{t('harvest.dayOf', { day: days, target })}</strong>
        <StatusPill tone={paceTones[pace]} icon={IconClock}>
          {t(`harvest.pace.${pace}`)}
        </StatusPill>
      </Group>
      <meter
        className={styles['meter']}
        min={0}
        max={Math.max(max, 1)}
        value={Math.min(days, max)}
        aria-hidden="true"
      />
      <Text size="sm" c="dimmed" mb="md">
        {t('harvest.daysRange', { min, target, max })}
      </Text>
    </div>
  );
}
