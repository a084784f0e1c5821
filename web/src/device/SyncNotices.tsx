import { Button, Portal } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { toast } from '../kit/toast';
import { useDevice, useDeviceView } from '../sync/client/device';
import { useOnline } from '../sync/client/useChip';
import { sentenceOf } from '../sync/errors';
import { noticeOf } from './notices';
import styles from './SyncNotices.module.css';

const saidOnceIn = 10 * 60 * 1_000;

type Told = { readonly kind: string; readonly at: number } | undefined;

/** An error that comes and goes is said once, not with every try. */
function isNew(told: { current: Told }, kind: string): boolean {
  const now = Date.now();
  if (told.current?.kind === kind && now - told.current.at < saidOnceIn) return false;
  told.current = { kind, at: now };
  return true;
}

/** Errors of the sync: one that passes is said once, one that comes back stays above the screen with a way to retry. */
export function SyncNotices() {
  const { t } = useTranslation();
  const device = useDevice();
  const { status } = useDeviceView();
  const notice = noticeOf(status, useOnline());
  const passing = notice && !notice.stays ? notice.kind : null;
  const told = useRef<Told>(undefined);
  useEffect(() => {
    if (!passing) return;
    if (isNew(told, passing)) toast.warn(t(sentenceOf(passing)));
  }, [passing, t]);
  if (!notice?.stays) return null;
  return (
    <Portal target="#notices">
      <div className={styles['notices']}>
        <Note tone="orange" title={t(sentenceOf(notice.kind))} urgent>
          <Button
            variant="default"
            loading={status?.isSyncing ?? false}
            onClick={() => void device?.ask('sync', true)}
          >
            {t('device.retry')}
          </Button>
        </Note>
      </div>
    </Portal>
  );
}
