import { Button, FileButton, Group, Loader, Stack, Text } from '@mantine/core';
import {
  IconCamera,
  IconCloudCheck,
  IconCloudUpload,
  IconDeviceMobile,
  IconPhotoPlus,
} from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusPill } from '../kit/StatusPill';
import { toast } from '../kit/toast';
import { useDevice, useDeviceView } from '../sync/client/device';
import { DeviceProblem, type DeviceClient } from '../sync/client/deviceClient';
import type { PhotoPlace, PhotoState } from '../sync/worker/messages';
import styles from './PhotoStrip.module.css';
import { PhotoViewer } from './PhotoViewer';
import { usePhoto } from './usePhoto';

interface Props extends PhotoPlace {
  /** What stands in the field, as the screen shows the row. */
  readonly hashes: readonly string[];
  /** Without it photos are only looked at. */
  readonly mayAdd: boolean;
}

const here: PhotoState = { state: 'server', percent: 100 };

/** The photos of a row: where each one is, a look at it in full, and more of them. */
export function PhotoStrip({ table, row, field, hashes, mayAdd }: Props) {
  const { t } = useTranslation();
  const device = useDevice();
  const states = usePhotoStates(device, hashes);
  const [open, setOpen] = useState<number | null>(null);
  if (!device) return null;
  return (
    <Stack gap="sm">
      {hashes.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('photos.empty')}
        </Text>
      ) : (
        <ul className={styles['strip']} aria-label={t('photos.title')}>
          {hashes.map((hash, place) => (
            <li key={hash}>
              <Thumbnail
                device={device}
                hash={hash}
                state={states[hash] ?? here}
                number={place + 1}
                total={hashes.length}
                open={() => setOpen(place)}
              />
            </li>
          ))}
        </ul>
      )}
      {mayAdd ? <AddPhotos device={device} place={{ table, row, field }} /> : null}
      {open === null ? null : (
        <PhotoViewer
          device={device}
          hashes={hashes}
          place={open}
          move={setOpen}
          close={() => setOpen(null)}
        />
      )}
    </Stack>
  );
}

/** Where each photo is, read anew with each news of the device. */
function usePhotoStates(
  device: DeviceClient | null,
  hashes: readonly string[],
): Readonly<Record<string, PhotoState>> {
  const { status } = useDeviceView();
  const [states, setStates] = useState<Readonly<Record<string, PhotoState>>>({});
  const key = hashes.join();
  useEffect(() => {
    if (!device || key === '') return;
    let isOver = false;
    device.ask('photoStates', key.split(',')).then(
      (read) => (isOver ? undefined : setStates(read)),
      // The store was closed meanwhile; the screen says so.
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [device, key, status]);
  return states;
}

const icons = { device: IconDeviceMobile, sending: IconCloudUpload, server: IconCloudCheck } as const;
const tones = { device: 'yellow', sending: 'blue', server: 'green' } as const;

interface ThumbnailProps {
  device: DeviceClient;
  hash: string;
  state: PhotoState;
  number: number;
  total: number;
  open: () => void;
}

function Thumbnail({ device, hash, state: { state, percent }, number, total, open }: ThumbnailProps) {
  const { t } = useTranslation();
  const look = usePhoto(device, hash, true, state);
  const words = t(`photos.state.${state}`, { percent });
  const missing = look && 'missing' in look ? t(`photos.missing.${look.missing}`) : null;
  return (
    <button
      type="button"
      className={styles['thumbnail']}
      onClick={open}
      aria-label={t('photos.open', { number, total, state: missing ?? words })}
    >
      {look && 'url' in look ? <img src={look.url} alt="" /> : null}
      {look ? null : <Loader size="sm" />}
      {missing ? (
        <span className={styles['missing']}>{missing}</span>
      ) : (
        <span className={styles['state']}>
          <StatusPill tone={tones[state]} icon={icons[state]}>
            {words}
          </StatusPill>
        </span>
      )}
    </button>
  );
}

function AddPhotos({ device, place }: { device: DeviceClient; place: PhotoPlace }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const addOne = async (file: File) => {
    try {
      const added = await device.ask('addPhoto', crypto.randomUUID(), place, file);
      if ('refused' in added) toast.failed(t('photos.notSaved'), t(`photos.refused.${added.refused}`));
      else if (added.faults.length > 0) toast.failed(t('photos.notSaved'), t('photos.row'));
      else toast.done(t('photos.added'));
    } catch (problem) {
      if (!(problem instanceof DeviceProblem)) throw problem;
      toast.failed(t('photos.notSaved'), t('photos.notStored'));
    }
  };
  const add = async (files: readonly File[]) => {
    setBusy(true);
    // One after the other: unpacked, a photo may take half a gigabyte.
    for (const file of files) await addOne(file);
    setBusy(false);
  };
  return (
    <Group gap="sm">
      <FileButton accept="image/*" capture="environment" onChange={(file) => file && void add([file])}>
        {(button) => (
          <Button {...button} size="md" loading={busy} leftSection={<IconCamera size={18} aria-hidden />}>
            {t('photos.take')}
          </Button>
        )}
      </FileButton>
      <FileButton multiple accept="image/*" onChange={(files) => void add(files)}>
        {(button) => (
          <Button
            {...button}
            size="md"
            variant="default"
            disabled={busy}
            leftSection={<IconPhotoPlus size={18} aria-hidden />}
          >
            {t('photos.choose')}
          </Button>
        )}
      </FileButton>
    </Group>
  );
}
