import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { AlertList, type AlertListProps } from './AlertList';

export function AlertDrawer({ opened, ...list }: AlertListProps & { opened: boolean }) {
  const { t } = useTranslation();
  return (
    <Drawer opened={opened} onClose={list.close} title={t('app.alerts.title')} size="md">
      <AlertList {...list} />
    </Drawer>
  );
}
