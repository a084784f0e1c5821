import { useCallback, useMemo, useState } from 'react';
import { useSession } from '../session/session';
import { useDeviceSave } from '../sync/client/useDeviceSave';
import type { Json } from '../sync/tables';
import { UndoClock, type Clocks } from './undoClock';
import type { Harvest } from './useHarvests';

const clocks: Clocks = { steady: () => performance.now(), wall: () => Date.now() };

export interface HarvestActs {
  /** Answers true when it stands on this device. */
  readonly act: (step: StepName, args: Readonly<Record<string, Json>>, to?: string) => Promise<boolean>;
  /** The step of this harvest that may still be taken back. */
  readonly chance: UndoClock | null;
  readonly undo: () => Promise<boolean>;
  readonly forgetChance: () => void;
}

type StepName = 'advance_stage' | 'override_skip' | 'revert' | 'finalize';

/** The steps of one harvest: each is stored on this device at once, with or without a connection. */
export function useHarvestActs(harvest: Harvest, name: string): HarvestActs {
  const { user } = useSession();
  const save = useDeviceSave();
  const [kept, setKept] = useState(() => UndoClock.recall(user.id, clocks));
  const chance = kept?.chance.harvest === harvest.id ? kept : null;
  const forgetChance = useCallback(() => {
    UndoClock.forget(user.id);
    setKept(null);
  }, [user.id]);
  const act = useCallback<HarvestActs['act']>(
    async (step, args, to) => {
      const began = clocks.steady();
      const saved = await save(name, [
        { kind: 'step', name: `harvest.${step}`, table: 'harvests', row: harvest.id, args },
      ]);
      if (!saved) return false;
      forgetChance();
      const [operation] = saved.operations;
      if (operation !== undefined && to !== undefined) {
        const passed = clocks.steady() - began;
        const next = { operation, harvest: harvest.id, from: harvest.stage, to, passed, wall: clocks.wall() };
        const clock = new UndoClock(next, clocks);
        clock.keep(user.id);
        setKept(clock);
      }
      return true;
    },
    [save, name, harvest.id, harvest.stage, forgetChance, user.id],
  );
  const undo = useCallback(async () => {
    if (!chance) return false;
    const args = { undoes: chance.chance.operation, after_ms: chance.passed() };
    const saved = await save(name, [
      { kind: 'step', name: 'harvest.undo', table: 'harvests', row: harvest.id, args },
    ]);
    forgetChance();
    return saved !== null;
  }, [chance, save, name, harvest.id, forgetChance]);
  return useMemo(() => ({ act, chance, undo, forgetChance }), [act, chance, undo, forgetChance]);
}
