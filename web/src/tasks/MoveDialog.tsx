import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayAt, type TaskItem } from './taskItems';
import type { TaskActions } from './useTaskActions';
import { WhenFields } from './WhenFields';
import { wallMs, wallText } from './wallClock';

interface Props {
  item: TaskItem;
  move: TaskActions['move'];
  close: () => void;
}

const dayMs = 86_400_000;

/** Another time for one task; of a series only this day is moved. */
export function MoveDialog({ item, move, close }: Props) {
  const { t } = useTranslation();
  const [dueAt, setDueAt] = useState(() => item.dueAt ?? `${dayAt(Date.now(), item.zone)}T08:00`);
  const [isSaving, setSaving] = useState(false);
  const later = (days: number) => {
    const from = Math.max(wallMs(dueAt) ?? 0, Date.parse(dayAt(Date.now(), item.zone)));
    setDueAt(`${wallText(from + days * dayMs).slice(0, 10)}T${dueAt.slice(11)}`);
  };
  const save = async () => {
    setSaving(true);
    const isMoved = await move(item, dueAt);
    setSaving(false);
    if (isMoved) close();
  };
  return (
    <Modal opened onClose={close} title={t('tasks.move.title', { title: item.title })}>
      <Stack>
        <Group grow>
          <Button variant="default" onClick={() => later(1)}>
            {t('tasks.move.dayLater')}
          </Button>
          <Button variant="default" onClick={() => later(7)}>
            {t('tasks.move.weekLater')}
          </Button>
        </Group>
        <WhenFields value={dueAt} onChange={setDueAt} zone={item.zone} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('kit.cancel')}
          </Button>
          <Button loading={isSaving} disabled={wallMs(dueAt) === undefined} onClick={() => void save()}>
            {t('tasks.move.action')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
