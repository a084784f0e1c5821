import { Button, Group, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../kit/EmptyState';
import { At } from '../kit/Moment';
import { Panel } from '../kit/Panel';
import { toast } from '../kit/toast';
import type { DeviceClient, DeviceView } from '../sync/client/deviceClient';
import { saveFile, unsentWork } from '../sync/client/leaving';
import type { DeviceDetails } from '../sync/worker/messages';
import { logFigures } from './logFigures';
import { UnsentList } from './UnsentList';
import { useDetails } from './useDetails';

export function DeviceDetailPanels({ device, view }: { device: DeviceClient; view: DeviceView }) {
  const { t } = useTranslation();
  const details = useDetails(device, view);
  if (!details) return null;
  return (
    <>
      <Panel title={t('device.work.title')} lead={t('device.work.lead')}>
        {details.work.length === 0 ? (
          <EmptyState title={t('device.work.none')} text={t('device.work.noneText')} />
        ) : (
          <UnsentList device={device} work={details.work} />
        )}
      </Panel>
      <Panel title={t('device.tables.title')}>
        <Table aria-label={t('device.tables.title')}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('device.tables.name')}</Table.Th>
              <Table.Th ta="end">{t('device.tables.rows')}</Table.Th>
              <Table.Th ta="end">{t('device.tables.unsent')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {details.tables.map(({ name, rows, unsent }) => (
              <Table.Tr key={name}>
                <Table.Td>{name}</Table.Td>
                <Table.Td ta="end">{rows}</Table.Td>
                <Table.Td ta="end">{unsent}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Panel>
      <StartOver device={device} />
      <Diagnostics details={details} view={view} />
    </>
  );
}

function StartOver({ device }: { device: DeviceClient }) {
  const { t } = useTranslation();
  const refused = (count: number) => toast.failed(t('device.anew.refused', { count }));
  const refresh = async () => {
    const unsent = await unsentWork(device);
    if (unsent > 0) return refused(unsent);
    await device.ask('downloadAnew');
    toast.done(t('device.anew.refreshing'));
  };
  const reset = async () => {
    const stands = await device.ask('wipe', false);
    if (stands > 0) return refused(stands);
    window.location.reload();
  };
  return (
    <Panel title={t('device.anew.title')} lead={t('device.anew.lead')}>
      <Stack>
        <Group justify="space-between">
          <Text size="sm">{t('device.anew.refreshText')}</Text>
          <Button variant="default" onClick={() => void refresh()}>
            {t('device.anew.refresh')}
          </Button>
        </Group>
        <Group justify="space-between">
          <Text size="sm">{t('device.anew.resetText')}</Text>
          <Button variant="subtle" color="red" onClick={() => void reset()}>
            {t('device.anew.reset')}
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}

const shownEntries = 20;

function Diagnostics({ details, view }: { details: DeviceDetails; view: DeviceView }) {
  const { t } = useTranslation();
  const save = () => {
    const { log, tables } = details;
    saveFile('tendril-diagnostics.json', JSON.stringify({ status: view.status, tables, log }, null, 2));
  };
  return (
    <Panel
      title={t('device.log.title')}
      lead={t('device.log.lead')}
      actions={
        <Button variant="default" onClick={save}>
          {t('device.log.export')}
        </Button>
      }
    >
      {details.log.length === 0 ? (
        <Text size="sm">{t('device.log.none')}</Text>
      ) : (
        <Figures details={details} />
      )}
      <Stack gap="xs">
        {details.log.slice(0, shownEntries).map((one, place) => (
          <Text key={`${one.at}-${place}`} size="sm">
            <At at={new Date(one.at).toISOString()} /> · {one.what} · {one.detail} ·{' '}
            {t('device.log.took', { ms: one.took })}
          </Text>
        ))}
      </Stack>
    </Panel>
  );
}

/** How long each sort of work took: half of the times, and all but the slowest twentieth. */
function Figures({ details }: { details: DeviceDetails }) {
  const { t } = useTranslation();
  return (
    <Table aria-label={t('device.log.figures')} mb="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('device.log.what')}</Table.Th>
          <Table.Th ta="end">{t('device.log.times')}</Table.Th>
          <Table.Th ta="end">{t('device.log.half')}</Table.Th>
          <Table.Th ta="end">{t('device.log.most')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {logFigures(details.log).map(({ what, count, p50, p95 }) => (
          <Table.Tr key={what}>
            <Table.Td>{what}</Table.Td>
            <Table.Td ta="end">{count}</Table.Td>
            <Table.Td ta="end">{t('device.log.took', { ms: p50 })}</Table.Td>
            <Table.Td ta="end">{t('device.log.took', { ms: p95 })}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
