import { Button, Group, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Note } from '../kit/Note';
import { Panel } from '../kit/Panel';
import { toast } from '../kit/toast';
import { askToKeep, isTight } from '../sync/client/storage';
import { useRoom } from '../sync/client/useRoom';

const sizeOf = (bytes: number, language: string) =>
  new Intl.NumberFormat(language, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 }).format(
    bytes / 1_000_000,
  );

/** How much room the browser gives, and whether it promises to keep what is there. */
export function RoomPanel() {
  const { t, i18n } = useTranslation();
  const { room, look } = useRoom();
  if (!room) return null;
  const keep = async () => {
    if (!(await askToKeep())) toast.warn(t('device.room.refused'));
    look();
  };
  const [used, allowed] = [room.usedBytes, room.allowedBytes].map((bytes) => sizeOf(bytes, i18n.language));
  return (
    <Panel title={t('device.room.title')}>
      <Stack>
        {isTight(room) ? <Note tone="orange" title={t('device.room.tight')} /> : null}
        <Text>{t('device.room.used', { used, allowed })}</Text>
        <Group justify="space-between">
          <Text size="sm">{t(room.isKept ? 'device.room.kept' : 'device.room.notKept')}</Text>
          {room.isKept ? null : (
            <Button variant="default" onClick={() => void keep()}>
              {t('device.room.keep')}
            </Button>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}
