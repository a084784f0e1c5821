import { compareNumbers } from '../sync/decimal';
import { plainMoment } from '../sync/moment';
import type { Operation } from '../sync/operation';
import { refusal, type Doer, type RowWrite, type Step, type StepOutcome } from '../sync/steps';
import type { Json } from '../sync/tables';
import { enterStage, harvestScene, resultId, type HarvestScene } from './harvestScene';
import { checklist, isHarvestStage, reasonLength, revertsFrom, wayFrom } from './stageRules';

/** The steps of a harvest, decided as on the server; `tests/conformance/rules/harvest-*.json` holds both to it. */

type Args = Readonly<Record<string, Json>>;

interface Moment {
  readonly operation: Operation;
  readonly args: Args;
  readonly doer: Doer;
}

type Decide = (harvest: HarvestScene, moment: Moment) => StepOutcome;

const textOf = (args: Args, name: string): string | undefined => {
  const value = args[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/** The reason without blanks around it, or why it cannot be taken. */
function reasonOf(args: Args): string | StepOutcome {
  const reason = textOf(args, 'reason');
  if (reason === undefined) return refusal('harvest.reason_needed', 'reason');
  return reason.length > reasonLength ? refusal('field.length', 'reason') : reason;
}

const notAllowed = refusal('harvest.stage_not_allowed', 'to');

function step(name: string, decide: Decide): Step {
  return {
    name,
    table: 'harvests',
    decide: (scene, operation, doer) => {
      const harvest = harvestScene(scene, operation.row);
      if (!harvest) return refusal('sync.row_unknown');
      // The server's rows may have come before its answer: what this step made stands already.
      if (harvest.stages.some((one) => one.values['operation_id'] === operation.id)) return { done: true };
      const args = typeof operation.args === 'object' ? ((operation.args ?? {}) as Args) : {};
      return decide(harvest, { operation, args, doer });
    },
  };
}

/** When the stage begins that is entered; undefined where that cannot be. */
function begins(harvest: HarvestScene, { operation, args }: Moment): string | undefined {
  const said = args['at'];
  if (said === undefined || said === null) return operation.at;
  const at = typeof said === 'string' ? plainMoment(said) : undefined;
  return at !== undefined && at > harvest.startedAt && at <= operation.at ? at : undefined;
}

const advance: Decide = (harvest, moment) => {
  const { args, operation, doer } = moment;
  const to = wayFrom(harvest.stage, 'advance');
  if (to === undefined || args['to'] !== to)
    return harvest.stage === args['to'] ? { done: true } : notAllowed;
  const at = begins(harvest, moment);
  if (at === undefined) return refusal('harvest.moment_not_possible', 'at');
  const notes = textOf(args, 'notes');
  return {
    writes: enterStage(harvest, operation, doer, {
      ...{ to, by: 'advance', startedAt: at, leftAt: at },
      ...(notes === undefined ? {} : { notes }),
    }),
  };
};

const skip: Decide = (harvest, { args, operation, doer }) => {
  const to = wayFrom(harvest.stage, 'skip');
  if (to === undefined || args['to'] !== to)
    return harvest.stage === args['to'] ? { done: true } : notAllowed;
  const reason = reasonOf(args);
  if (typeof reason !== 'string') return reason;
  const wrong = to === 'inventory' ? weightsWrong(harvest) : undefined;
  if (wrong) return wrong;
  const at = operation.at;
  const entered = enterStage(harvest, operation, doer, {
    to,
    by: 'override_skip',
    startedAt: at,
    leftAt: at,
    reason,
  });
  return { writes: to === 'inventory' ? [...entered, resultOf(harvest, at, doer, null)] : entered };
};

const undo: Decide = (harvest, { args, operation, doer }) => {
  const [before, last] = harvest.stages.slice(-2);
  const by = last?.values['entered_by'];
  const isOwn = last?.values['operation_id'] === args['undoes'] && last?.values['device_id'] === doer.device;
  const isMove = by === 'advance' || by === 'override_skip';
  const to = before?.values['stage'] ?? '';
  if (!before || !last || !isOwn || !isMove || harvest.stage === 'inventory' || !isHarvestStage(to))
    return refusal('harvest.undo_unknown', 'undoes');
  const passed = args['after_ms'];
  const window = harvest.undoSeconds * 1000;
  const between = Math.abs(Date.parse(operation.at) - Date.parse(last.values['entered_at'] ?? ''));
  if (typeof passed !== 'number' || passed < 0 || passed > window || between > window)
    return refusal('harvest.undo_too_late', 'after_ms');
  const startedAt = before.values['started_at'] ?? operation.at;
  return {
    writes: enterStage(harvest, operation, doer, { to, by: 'undo', startedAt, leftAt: operation.at }),
  };
};

const revert: Decide = (harvest, { args, operation, doer }) => {
  const to = args['to'];
  if (typeof to !== 'string' || !isHarvestStage(to) || !revertsFrom(harvest.stage).includes(to))
    return notAllowed;
  const reason = reasonOf(args);
  if (typeof reason !== 'string') return reason;
  const earlier = harvest.stages.filter((one) => one.values['stage'] === to).at(-1)?.values['started_at'];
  const startedAt = earlier ?? operation.at;
  const entered = enterStage(harvest, operation, doer, {
    to,
    by: 'revert',
    startedAt,
    leftAt: operation.at,
    reason,
  });
  const taken: RowWrite = {
    table: 'inventory',
    row: resultId(harvest.id),
    set: { reverted_at: operation.at },
  };
  return { writes: harvest.stage === 'inventory' ? [...entered, taken] : entered };
};

const finalize: Decide = (harvest, { args, operation, doer }) => {
  if (harvest.stage === 'inventory') return { done: true };
  const to = wayFrom(harvest.stage, 'finalize');
  if (to === undefined) return notAllowed;
  const wrong = weightsWrong(harvest);
  if (wrong) return wrong;
  const missing = checklist.find((item) => args[item] !== true);
  if (missing !== undefined) return refusal('harvest.checklist_incomplete', missing);
  const at = operation.at;
  const entered = enterStage(harvest, operation, doer, { to, by: 'finalize', startedAt: at, leftAt: at });
  return { writes: [...entered, resultOf(harvest, at, doer, [...checklist].sort())] };
};

function weightsWrong({ wet, dry }: HarvestScene): StepOutcome | undefined {
  if (dry === null || compareNumbers(dry, '0') <= 0) return refusal('harvest.dry_weight_needed', 'dry');
  if (wet !== null && compareNumbers(dry, wet) > 0) return refusal('harvest.dry_over_wet', 'dry');
  return undefined;
}

const day = 24 * 60 * 60 * 1000;

/** What came of the harvest: one row, whoever finalised it and however often. */
function resultOf(
  harvest: HarvestScene,
  at: string,
  doer: Doer,
  checked: readonly string[] | null,
): RowWrite {
  const { id, values, stages } = harvest;
  const started = (stages[0]?.values['started_at'] ?? harvest.startedAt) || at;
  return {
    table: 'inventory',
    row: resultId(id),
    set: {
      ...{ site_id: values['site_id'] ?? null, owner_id: values['owner_id'] ?? null, harvest_id: id },
      ...{ plant_id: values['plant_id'] ?? null, batch_id: values['batch_id'] ?? null, user_id: doer.user },
      ...{
        final_weight_g: harvest.dry,
        harvest_date: started.slice(0, 10),
        started_at: started,
        finished_at: at,
      },
      total_duration_days: Math.max(0, Math.floor((Date.parse(at) - Date.parse(started)) / day)),
      ...{ checklist: checked, reverted_at: null },
    },
  };
}

export const harvestSteps: readonly Step[] = [
  step('harvest.advance_stage', advance),
  step('harvest.override_skip', skip),
  step('harvest.undo', undo),
  step('harvest.revert', revert),
  step('harvest.finalize', finalize),
];
