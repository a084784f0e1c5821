import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Batch } from '../api/types';
import { canBePushed, mostAtOnce } from '../compliance/pushMany';
import type { Selection } from '../kit/selection';

/** Batches chosen for one push; the choice holds while pages, search and filters change. */
export function useChosenBatches() {
  const { t } = useTranslation();
  const [choosing, setChoosing] = useState(false);
  const [chosen, setChosen] = useState<ReadonlyMap<string, Batch>>(new Map());
  const full = chosen.size >= mostAtOnce;
  const selection: Selection<Batch> = useMemo(
    () => ({
      has: (batch) => chosen.has(batch.id),
      can: (batch) => canBePushed(batch) && (!full || chosen.has(batch.id)),
      toggle: (batch) =>
        setChosen((before) => {
          const after = new Map(before);
          if (!after.delete(batch.id)) after.set(batch.id, batch);
          return after;
        }),
      name: (batch) => t('cultivation.many.choose', { name: batch.batchNumber }),
    }),
    [chosen, full, t],
  );
  return {
    choosing,
    begin: () => setChoosing(true),
    end: () => {
      setChoosing(false);
      setChosen(new Map());
    },
    batches: [...chosen.values()],
    full,
    selection: choosing ? selection : undefined,
    addAll: (rows: Batch[]) =>
      setChosen((before) => {
        const free = rows.filter((batch) => canBePushed(batch) && !before.has(batch.id));
        const room = free.slice(0, Math.max(0, mostAtOnce - before.size));
        return new Map([...before, ...room.map((batch): [string, Batch] => [batch.id, batch])]);
      }),
  };
}

export type ChosenBatches = ReturnType<typeof useChosenBatches>;
