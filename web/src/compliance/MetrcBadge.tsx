import { Popover, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { Badge } from '../api/types';
import { badgeLooks } from '../kit/looks';
import { StatusPill } from '../kit/StatusPill';
import { SyncDetails } from './SyncDetails';
import styles from './MetrcBadge.module.css';

/** What Metrc knows of a batch, in a word; a tap opens the details. Produce has no badge: Metrc does not track it. */
export function MetrcBadge({ batchId, badge }: { batchId: string; badge: Badge }) {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  if (badge === 'not_required')
    return <span className="visually-hidden">{t('compliance.badges.not_required')}</span>;
  const word = t(`compliance.badges.${badge}`);
  return (
    <Popover
      opened={opened}
      onDismiss={close}
      onClose={close}
      width={320}
      position="bottom-end"
      shadow="lg"
      trapFocus
      withArrow
    >
      <Popover.Target>
        <UnstyledButton
          className={styles['badge']}
          onClick={toggle}
          aria-label={t('compliance.details.open', { status: word })}
        >
          <StatusPill {...badgeLooks[badge]}>{word}</StatusPill>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('compliance.details.title')}>
        {opened ? <SyncDetails batchId={batchId} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}
