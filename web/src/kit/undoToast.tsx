import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconCheck } from '@tabler/icons-react';

export interface UndoWords {
  readonly title: string;
  readonly undo: string;
}

const undoMs = 10_000;

/** Says what was done and offers for ten seconds to take it back. */
export function undoToast({ title, undo }: UndoWords, act: () => void): void {
  const id = crypto.randomUUID();
  const take = () => {
    notifications.hide(id);
    act();
  };
  notifications.show({
    id,
    color: 'leaf',
    icon: <IconCheck size={18} aria-hidden />,
    autoClose: undoMs,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{title}</Text>
        <Button variant="light" onClick={take} style={{ flexShrink: 0 }}>
          {undo}
        </Button>
      </Group>
    ),
  });
}
