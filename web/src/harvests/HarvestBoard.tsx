import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/EmptyState';
import { formatNumber } from '../kit/format';
import { RowsLoading } from '../kit/Loading';
import { Page } from '../kit/Page';
import { useMay } from '../session/session';
import { useSite } from '../session/site';
import { DeviceNote } from '../sync/client/DeviceNote';
import styles from './Harvest.module.css';
import { HarvestCard } from './HarvestCard';
import { ReminderList } from './ReminderList';
import { harvestStages, isHarvestStage, type HarvestStage } from './stageRules';
import { stageIcons, useStageWords } from './stageWords';
import { useHarvestCount, useHarvestNames, useHarvests, type Harvest } from './useHarvests';

/** Every harvest by its stage, from this device. A phone shows one stage at a time. */
export function HarvestBoard() {
  const { t } = useTranslation();
  const may = useMay();
  const { site } = useSite();
  const harvests = useHarvests(site?.id);
  const nameOf = useHarvestNames(harvests ?? []);
  const chosen = useChosenStage();
  const mayEdit = may('harvest:edit');
  return (
    <Page
      title={t('harvest.title')}
      lead={t('harvest.lead')}
      actions={
        mayEdit ? (
          <Button component={Link} to="/harvests/new" leftSection={<IconPlus size={18} aria-hidden />}>
            {t('harvest.new.title')}
          </Button>
        ) : null
      }
    >
      <DeviceNote />
      <ReminderList harvests={harvests ?? []} nameOf={nameOf} />
      <StageTabs chosen={chosen} siteId={site?.id} />
      {harvests === undefined ? (
        <RowsLoading label={t('harvest.title')} />
      ) : (
        <div className={styles['board']}>
          {harvestStages.map((stage) => (
            <StageColumn
              key={stage}
              stage={stage}
              isChosen={stage === chosen}
              harvests={harvests.filter((one) => one.stage === stage)}
              nameOf={nameOf}
            />
          ))}
        </div>
      )}
    </Page>
  );
}

function useChosenStage(): HarvestStage {
  const { stage }: { stage?: unknown } = useSearch({ strict: false });
  return typeof stage === 'string' && isHarvestStage(stage) ? stage : 'harvest';
}

function StageTabs({ chosen, siteId }: { chosen: HarvestStage; siteId: string | undefined }) {
  const { t } = useTranslation();
  return (
    <div className={styles['tabs']} role="group" aria-label={t('harvest.stages')}>
      {harvestStages.map((stage) => (
        <StageTab key={stage} stage={stage} isChosen={stage === chosen} siteId={siteId} />
      ))}
    </div>
  );
}

interface TabProps {
  stage: HarvestStage;
  isChosen: boolean;
  siteId: string | undefined;
}

function StageTab({ stage, isChosen, siteId }: TabProps) {
  const { i18n } = useTranslation();
  const words = useStageWords();
  const navigate = useNavigate();
  const count = useHarvestCount(stage, siteId);
  const Icon = stageIcons[stage];
  return (
    <button
      type="button"
      className={styles['tab']}
      aria-pressed={isChosen}
      onClick={() => void navigate({ to: '/harvests', search: { stage }, replace: true })}
    >
      <Icon size={20} aria-hidden />
      <span>{words(stage)}</span>
      <strong>{count === undefined ? '' : formatNumber(count, i18n.language)}</strong>
    </button>
  );
}

interface ColumnProps {
  stage: HarvestStage;
  isChosen: boolean;
  harvests: readonly Harvest[];
  nameOf: (harvest: Harvest) => string;
}

function StageColumn({ stage, isChosen, harvests, nameOf }: ColumnProps) {
  const { t } = useTranslation();
  const words = useStageWords();
  return (
    <section className={styles['column']} data-chosen={isChosen || undefined} aria-label={words(stage)}>
      <h2 className={styles['columnTitle']}>{words(stage)}</h2>
      {harvests.length === 0 ? (
        <EmptyState icon={stageIcons[stage]} title={t('harvest.none')} text={t(`harvest.noneIn.${stage}`)} />
      ) : (
        <ul className={styles['cards']}>
          {harvests.map((harvest) => (
            <li key={harvest.id}>
              <HarvestCard harvest={harvest} name={nameOf(harvest)} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
