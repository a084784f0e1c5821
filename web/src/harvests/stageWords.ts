import { IconArchive, IconBottle, IconPlant2, IconWind } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { IconShape } from '../kit/icon';
import type { Tone } from '../kit/tones';
import { isHarvestStage, type HarvestStage } from './stageRules';
import type { StagePace } from './stageTime';

export const stageIcons: Record<HarvestStage, IconShape> = {
  harvest: IconPlant2,
  drying: IconWind,
  curing: IconBottle,
  inventory: IconArchive,
};

export const paceTones: Record<StagePace, Tone> = {
  early: 'grey',
  fits: 'green',
  due: 'yellow',
  late: 'red',
};

export function useStageWords(): (stage: string | null) => string {
  const { t } = useTranslation();
  return (stage) => (stage === null ? '–' : isHarvestStage(stage) ? t(`harvest.stage.${stage}`) : stage);
}
