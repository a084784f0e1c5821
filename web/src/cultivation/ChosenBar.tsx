import { Button } from '@mantine/core';
import { IconCloudUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Batch } from '../api/types';
import { mostAtOnce } from '../compliance/pushMany';
import type { ChosenBatches } from './useChosenBatches';
import styles from './Batch.module.css';

/** While batches are chosen: how many, and what to do with them; stays in reach of the thumb. */
export function ChosenBar({
  chosen,
  page,
  push,
}: {
  chosen: ChosenBatches;
  page: Batch[];
  push: () => void;
}) {
  const { t } = useTranslation();
  const count = chosen.batches.length;
  return (
    <div className={styles['chosen']} role="region" aria-label={t('cultivation.many.bar')}>
      <span aria-live="polite">
        {chosen.full
          ? t('cultivation.many.full', { count: mostAtOnce })
          : t('cultivation.many.chosen', { count })}
      </span>
      <div className={styles['chosenActions']}>
        <Button variant="default" onClick={() => chosen.addAll(page)} disabled={chosen.full}>
          {t('cultivation.many.page')}
        </Button>
        <Button variant="default" onClick={chosen.end}>
          {t('kit.cancel')}
        </Button>
        <Button leftSection={<IconCloudUpload size={18} aria-hidden />} disabled={count === 0} onClick={push}>
          {t('cultivation.many.check', { count })}
        </Button>
      </div>
    </div>
  );
}
