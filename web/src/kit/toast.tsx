import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import i18next from 'i18next';
import type { ReactNode } from 'react';

const closing = () => ({ closeButtonProps: { 'aria-label': i18next.t('kit.close') } });

/** Short notes that name the thing. A failure stays until it is closed: it must not vanish unread. */
export const toast = {
  done: (title: string, message?: ReactNode): void => {
    notifications.show({
      ...closing(),
      title,
      message,
      color: 'leaf',
      icon: <IconCheck size={18} aria-hidden />,
      autoClose: 5000,
    });
  },
  /** What was done, with a button to take it back for ten seconds. */
  undoable: (title: string, words: string, undo: () => void): void => {
    const id = crypto.randomUUID();
    const take = () => {
      notifications.hide(id);
      undo();
    };
    const message = (
      <Button variant="default" mt="xs" onClick={take}>
        {words}
      </Button>
    );
    const icon = <IconCheck size={18} aria-hidden />;
    notifications.show({ ...closing(), id, title, message, color: 'leaf', icon, autoClose: 10_000 });
  },
  warn: (title: string, message?: ReactNode): void => {
    const icon = <IconAlertTriangle size={18} aria-hidden />;
    notifications.show({ ...closing(), title, message, color: 'orange', icon, autoClose: 10_000 });
  },
  failed: (title: string, message?: ReactNode): void => {
    notifications.show({
      ...closing(),
      title,
      message,
      color: 'red',
      icon: <IconX size={18} aria-hidden />,
      autoClose: false,
    });
  },
};
