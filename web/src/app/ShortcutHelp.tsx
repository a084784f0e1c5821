import { Kbd, Modal, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { shortcutKeys } from './shortcuts';

export function ShortcutHelp({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal opened onClose={close} title={t('app.shortcuts')}>
      <Table verticalSpacing="sm">
        <Table.Thead className="visually-hidden">
          <Table.Tr>
            <Table.Th>{t('app.shortcutKey')}</Table.Th>
            <Table.Th>{t('app.shortcutAction')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shortcutKeys.map(([keys, action]) => (
            <Table.Tr key={action}>
              <Table.Td w={90}>
                {keys.split(' ').map((key) => (
                  <Kbd key={key} mr={6}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{t(`app.shortcutNames.${action}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
