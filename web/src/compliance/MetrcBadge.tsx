import { Popover, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import type { Badge } from '../api/types';
import { badgeLooks, operationLooks } from '../kit/looks';
import { StatusPill, type PillLook } from '../kit/StatusPill';
import type { Stand } from './stand';
import { SyncDetails } from './SyncDetails';
import styles from './MetrcBadge.module.css';

interface Props {
  batchId: string;
  badge: Badge;
  /** Where it is known, "error" says which of its kinds it is. */
  stand?: Stand | undefined;
}

const finer = {
  refused: operationLooks.refused,
  needs_person: operationLooks.needs_person,
} as const satisfies Partial<Record<Stand, PillLook>>;

/** What Metrc knows of a batch, in a word; a tap opens the details. Produce has no badge: Metrc does not track it. */
export function MetrcBadge({ batchId, badge, stand }: Props) {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure(false);
  if (badge === 'not_required')
    return <span className="visually-hidden">{t('compliance.badges.not_required')}</span>;
  const exact = stand === 'refused' || stand === 'needs_person' ? stand : null;
  const word = exact ? t(`compliance.states.${exact}`) : t(`compliance.badges.${badge}`);
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
          <StatusPill {...(exact ? finer[exact] : badgeLooks[badge])}>{word}</StatusPill>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('compliance.details.title')}>
        {opened ? <SyncDetails batchId={batchId} /> : null}
      </Popover.Dropdown>
    </Popover>
  );
}
