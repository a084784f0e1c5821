import { Button, Group, Loader, Modal, Text } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeviceClient } from '../sync/client/deviceClient';
import styles from './PhotoStrip.module.css';
import { usePhoto } from './usePhoto';

interface Props {
  device: DeviceClient;
  hashes: readonly string[];
  place: number;
  move: (place: number) => void;
  close: () => void;
}

/** One photo over the whole screen; the arrow keys lead to the others. */
export function PhotoViewer({ device, hashes, place, move, close }: Props) {
  const { t } = useTranslation();
  const [tries, setTries] = useState(0);
  const look = usePhoto(device, hashes[place] ?? '', false, tries);
  const [isFirst, isLast] = [place === 0, place >= hashes.length - 1];
  const title = t('photos.view', { number: place + 1, total: hashes.length });
  useHotkeys([
    ['ArrowLeft', () => (isFirst ? undefined : move(place - 1))],
    ['ArrowRight', () => (isLast ? undefined : move(place + 1))],
  ]);
  return (
    <Modal opened fullScreen onClose={close} title={title}>
      <div className={styles['view']}>
        {look ? null : <Loader />}
        {look && 'url' in look ? <img src={look.url} alt={title} /> : null}
        {look && 'missing' in look ? (
          <div>
            <Text mb="sm">{t(`photos.missing.${look.missing}`)}</Text>
            <Button variant="default" onClick={() => setTries(tries + 1)}>
              {t('photos.again')}
            </Button>
          </div>
        ) : null}
      </div>
      <Group justify="space-between" mt="md">
        <Button
          variant="default"
          disabled={isFirst}
          leftSection={<IconChevronLeft size={18} aria-hidden />}
          onClick={() => move(place - 1)}
        >
          {t('photos.before')}
        </Button>
        <Button
          variant="default"
          disabled={isLast}
          rightSection={<IconChevronRight size={18} aria-hidden />}
          onClick={() => move(place + 1)}
        >
          {t('photos.next')}
        </Button>
      </Group>
    </Modal>
  );
}
