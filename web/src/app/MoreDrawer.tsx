import { Drawer } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SideNav } from './SideNav';

/** The whole menu on a phone. */
export function MoreDrawer({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer opened={opened} onClose={close} title={t('app.menu')} size="xs" hiddenFrom="sm">
      <SideNav onChosen={close} />
    </Drawer>
  );
}
