import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { hasUpdate, onUpdate } from '../../app/appUpdate';
import { useNow } from '../../kit/useNow';
import { chipOf, type Chip } from './chip';
import { useDeviceView } from './device';
import { isTight } from './storage';
import { useRoom } from './useRoom';

function onNetwork(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}

/** Whether the browser believes that there is a network. */
export const useOnline = (): boolean => useSyncExternalStore(onNetwork, () => navigator.onLine);

export const useUpdate = (): boolean => useSyncExternalStore(onUpdate, hasUpdate);

/** The state of the device in the person's words. */
export function useChip(): { chip: Chip; words: string } {
  const { t } = useTranslation();
  const view = useDeviceView();
  const online = useOnline();
  const update = useUpdate();
  const { room } = useRoom();
  const now = useNow().getTime();
  const chip = chipOf(view, { online, now, update, full: room !== null && isTight(room) });
  const key = chip.says === 'offline' && chip.count > 0 ? 'offlineUnsent' : chip.says;
  return { chip, words: t(`device.chip.${key}`, { count: chip.count }) };
}
