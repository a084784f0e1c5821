import { Progress, Stack, Switch, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { Panel } from '../kit/Panel';
import type { DeviceClient, DeviceView } from '../sync/client/deviceClient';
import { sentenceOf } from '../sync/errors';
import type { PhotosView } from '../sync/worker/messages';

const kilobytes = (bytes: number) => Math.round(bytes / 1_000);

/** The photos that wait on this device, and over which network they may go. */
export function PhotosPanel({ device, view: { status } }: { device: DeviceClient; view: DeviceView }) {
  const { t } = useTranslation();
  const [photos, setPhotos] = useState<PhotosView>();
  useEffect(() => {
    let isOver = false;
    device.ask('photos').then(
      (read) => (isOver ? undefined : setPhotos(read)),
      // The store was closed meanwhile; the screen says so.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [device, status]);
  if (!photos || !status) return null;
  const { queued, isWifiOnly, network } = photos;
  const sum = (of: (one: (typeof queued)[number]) => number) => queued.reduce((all, one) => all + of(one), 0);
  const [done, total] = [sum((one) => one.bytesDone), sum((one) => one.size)];
  const { error } = status.photos;
  return (
    <Panel title={t('photos.title')} lead={t('photos.lead')}>
      <Stack>
        {queued.length === 0 ? (
          <Text size="sm">{t('photos.none')}</Text>
        ) : (
          <>
            <Text fw={600}>{t('photos.queue', { count: queued.length })}</Text>
            <Progress value={(done / total) * 100} aria-label={t('photos.title')} />
            <Text size="sm">{t('photos.waiting', { count: kilobytes(done), total: kilobytes(total) })}</Text>
          </>
        )}
        {queued.length > 0 && isWifiOnly && network === 'metered' ? (
          <Note tone="yellow" title={t('photos.wifiWaits')} />
        ) : null}
        {error ? <Note tone="orange" title={t(sentenceOf(error.kind))} /> : null}
        <Switch
          size="lg"
          label={t('photos.wifiOnly')}
          description={network === 'unknown' ? t('photos.wifiUnknown') : undefined}
          checked={isWifiOnly}
          disabled={network === 'unknown'}
          onChange={({ currentTarget }) => void device.ask('setWifiOnly', currentTarget.checked)}
        />
      </Stack>
    </Panel>
  );
}
