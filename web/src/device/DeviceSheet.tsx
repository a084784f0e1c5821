import { Button, Drawer, Group, Stack, Table, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Ago } from '../kit/Moment';
import { Note } from '../kit/Note';
import { PlainLink } from '../kit/PlainLink';
import { useDevice, useDeviceRows, useDeviceView } from '../sync/client/device';
import { useChip } from '../sync/client/useChip';
import { sentenceOf } from '../sync/errors';
import { tableStates } from './tableStates';
import { useDetails } from './useDetails';

/** What the chip in the header stands for: how each table is, what went wrong, and what can be done. */
export function DeviceSheet({ opened, close }: { opened: boolean; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Drawer opened={opened} onClose={close} title={t('device.title')} size="md">
      {opened ? <Sheet /> : null}
    </Drawer>
  );
}

function Sheet() {
  const { t } = useTranslation();
  const device = useDevice();
  const view = useDeviceView();
  const { words } = useChip();
  const details = useDetails(device, view);
  const open = useDeviceRows({
    table: 'conflicts',
    where: [{ field: 'status', is: 'equal', value: 'open' }],
  }).answer;
  const { status } = view;
  const errors = [status?.sendError, status?.receiveError].filter((error) => error !== undefined);
  const conflicts = (open?.rows ?? []).map(({ values }) =>
    typeof values['table_name'] === 'string' ? values['table_name'] : '',
  );
  return (
    <Stack>
      <Group justify="space-between">
        <div>
          <Text fw={600}>{words}</Text>
          <Text size="sm" c="dimmed">
            {t('device.state.last')}:{' '}
            {status?.syncedAt ? (
              <Ago at={new Date(status.syncedAt).toISOString()} />
            ) : (
              t('device.state.never')
            )}
          </Text>
        </div>
        <Button
          leftSection={<IconRefresh size={18} aria-hidden />}
          loading={status?.isSyncing ?? false}
          disabled={view.reach !== 'ready'}
          onClick={() => void device?.ask('sync', true)}
        >
          {t(status?.isRepeated ? 'device.retry' : 'device.sync')}
        </Button>
      </Group>
      {[...new Set(errors.map((error) => error.kind))].map((kind) => (
        <Note key={kind} tone="orange" title={t(sentenceOf(kind))} />
      ))}
      {conflicts.length > 0 ? (
        <Note tone="orange" title={t('conflicts.banner')}>
          <PlainLink to="/conflicts">{t('conflicts.review', { count: conflicts.length })}</PlainLink>
        </Note>
      ) : null}
      {details ? (
        <Table aria-label={t('device.sheet.title')} verticalSpacing="sm" horizontalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('device.tables.name')}</Table.Th>
              <Table.Th ta="end">{t('device.sheet.pending')}</Table.Th>
              <Table.Th ta="end">{t('device.sheet.conflicts')}</Table.Th>
              <Table.Th ta="end">{t('device.sheet.parked')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tableStates(details, conflicts).map((table) => (
              <Table.Tr key={table.name}>
                <Table.Td>
                  {table.name.replaceAll('_', ' ')}
                  <Text size="sm" c="dimmed">
                    {t('device.sheet.rows', { count: table.rows })}
                  </Text>
                </Table.Td>
                <Table.Td ta="end">{table.pending}</Table.Td>
                <Table.Td ta="end">{table.conflicts}</Table.Td>
                <Table.Td ta="end">{table.parked}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      <PlainLink to="/device">{t('device.sheet.more')}</PlainLink>
    </Stack>
  );
}
