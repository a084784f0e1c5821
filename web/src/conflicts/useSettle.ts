import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../kit/toast';
import { useDevice } from '../sync/client/device';
import type { LocalStep } from '../sync/store/saveWork';
import { reopenEdits } from './conflictGroups';

const whyNot = (code: string | undefined) =>
  code === 'conflict.settled_otherwise' || code === 'conflict.value_changed'
    ? (`conflicts.refused.${code === 'conflict.value_changed' ? 'changed' : 'settled'}` as const)
    : ('conflicts.refused.other' as const);

/** Settles conflicts on this device; the server hears of it when it can. Ten seconds long it can be taken back. */
export function useSettle() {
  const { t } = useTranslation();
  const device = useDevice();
  const save = useCallback(
    async (groups: readonly (readonly LocalStep[])[]) => {
      let done = 0;
      // Each row for itself: one that is refused does not stop the others.
      for (const edits of groups) {
        const { faults = [] } = (await device?.save(edits)) ?? {};
        const [fault] = faults;
        if (fault) toast.failed(t('conflicts.notDone'), t(whyNot(fault.code)));
        else done += 1;
      }
      return done;
    },
    [device, t],
  );
  return useCallback(
    async (groups: readonly (readonly LocalStep[])[]) => {
      try {
        const done = await save(groups);
        if (done === 0) return;
        const back = groups.map((edits) => reopenEdits(edits.map(({ row }) => row)));
        const undo = () => void save(back).catch(() => toast.failed(t('conflicts.notDone')));
        toast.undoable(t('conflicts.settled', { count: done }), t('conflicts.undo'), undo);
      } catch {
        toast.failed(t('conflicts.notDone'), t('conflicts.notStored'));
      }
    },
    [save, t],
  );
}
