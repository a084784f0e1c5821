import { Button, Progress, Stack, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { updateNow } from '../app/appUpdate';
import { Facts } from '../kit/Facts';
import { Ago } from '../kit/Moment';
import { Note } from '../kit/Note';
import { Page } from '../kit/Page';
import { Panel } from '../kit/Panel';
import { PhotosPanel } from '../photos/PhotosPanel';
import { useDevice, useDeviceView } from '../sync/client/device';
import type { DeviceView } from '../sync/client/deviceClient';
import { useChip, useUpdate } from '../sync/client/useChip';
import { sentenceOf } from '../sync/errors';
import { DeviceDetailPanels } from './DeviceDetailPanels';
import { RoomPanel } from './RoomPanel';

const moment = (at: number | null | undefined) => (at ? new Date(at).toISOString() : undefined);

/** What this device holds and how it stands with the server. */
export function DevicePage() {
  const { t } = useTranslation();
  const device = useDevice();
  const view = useDeviceView();
  const hasUpdate = useUpdate();
  const repeated = view.status?.isRepeated ?? false;
  return (
    <Page
      title={t('device.title')}
      lead={t('device.lead')}
      narrow
      actions={
        <Button
          leftSection={<IconRefresh size={18} aria-hidden />}
          loading={view.status?.isSyncing ?? false}
          disabled={view.reach !== 'ready'}
          onClick={() => void device?.ask('sync', true)}
        >
          {t(repeated ? 'device.retry' : 'device.sync')}
        </Button>
      }
    >
      <Stack>
        {hasUpdate ? (
          <Note tone="blue" title={t('device.updateReady')}>
            <Button onClick={updateNow}>{t('device.update')}</Button>
          </Note>
        ) : null}
        <Reach view={view} />
        <State view={view} />
        {device && view.reach === 'ready' ? <DeviceDetailPanels device={device} view={view} /> : null}
        {device && view.reach === 'ready' ? <PhotosPanel device={device} view={view} /> : null}
        <RoomPanel />
      </Stack>
    </Page>
  );
}

function Reach({ view: { reach, why = '' } }: { view: DeviceView }) {
  const { t } = useTranslation();
  if (reach === 'opening' || reach === 'ready') return null;
  return <Note tone="red" title={t(`device.reach.${reach}`, { why })} />;
}

function State({ view: { status } }: { view: DeviceView }) {
  const { t } = useTranslation();
  const { words } = useChip();
  if (!status) return null;
  const { progress, off, nextAt } = status;
  const errors = [status.sendError, status.receiveError].filter((error) => error !== undefined);
  return (
    <Panel title={t('device.state.title')} lead={words}>
      <Stack>
        {[...new Set(errors.map((error) => error.kind))].map((kind) => (
          <Note key={kind} tone="orange" title={t(sentenceOf(kind))} />
        ))}
        {progress ? (
          <>
            <Progress
              value={progress.total === 0 ? 0 : (progress.done / progress.total) * 100}
              aria-label={t('device.state.title')}
            />
            <Text size="sm">{t('device.state.progress', { ...progress })}</Text>
          </>
        ) : null}
        <Facts
          facts={[
            {
              name: t('device.state.last'),
              value: status.syncedAt ? <Ago at={moment(status.syncedAt)} /> : t('device.state.never'),
            },
            { name: t('device.state.unsent'), value: status.unsent },
            { name: t('device.state.photos'), value: status.photos.unsent },
            { name: t('device.state.parked'), value: status.parked },
            errors.length > 0 && { name: t('device.state.next'), value: <Ago at={moment(nextAt)} /> },
            off.length > 0 && { name: t('device.state.off'), value: off.join(', ') },
            { name: t('device.state.revision'), value: status.revision },
            { name: t('device.state.id'), value: status.device, wide: true },
          ]}
        />
      </Stack>
    </Panel>
  );
}
