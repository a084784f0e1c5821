import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Harvest.module.css';
import { useStageWords } from './stageWords';
import type { HarvestActs } from './useHarvestSteps';

interface Props extends Pick<HarvestActs, 'chance' | 'undo' | 'forgetChance'> {
  seconds: number;
}

/** For a few seconds after a step: a thumb's way back, counted by the clock that nobody can set. */
export function UndoBar({ chance, undo, forgetChance, seconds }: Props) {
  const { t } = useTranslation();
  const words = useStageWords();
  const [left, setLeft] = useState(() => leftOf(chance, seconds));
  useEffect(() => {
    if (!chance) return;
    const look = () => {
      const next = leftOf(chance, seconds);
      setLeft(next);
      if (next <= 0) forgetChance();
    };
    look();
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [chance, seconds, forgetChance]);
  if (!chance || left <= 0) return null;
  return (
    <div className={styles['undo']} role="status">
      <span className={styles['undoWords']}>
        {t('harvest.undo.done', { stage: words(chance.chance.to) })}
      </span>
      <Button
        size="lg"
        variant="white"
        color="dark"
        leftSection={<IconArrowBackUp size={22} aria-hidden />}
        onClick={() => void undo()}
      >
        {t('harvest.undo.act', { seconds: left })}
      </Button>
    </div>
  );
}

const leftOf = (chance: HarvestActs['chance'], seconds: number): number =>
  chance ? Math.ceil(seconds - chance.passed() / 1000) : 0;
