import type { Operation } from '../sync/operation';
import { refusal, type Doer, type Step, type StepOutcome } from '../sync/steps';
import { dueOf, findDay, nextOf, statusOf, textArgument, writesOf, type TaskDay } from './taskDay';
import { isZone, wallMs } from './wallClock';

type Decide = (day: TaskDay, operation: Operation, doer: Doer) => StepOutcome;

const finished = (day: TaskDay, status: string, kind: string, { at }: Operation, { user }: Doer) => [
  ...writesOf(day, { status, done_at: at, done_by: user }, { kind }),
  ...nextOf(day),
];

/** What was skipped may be completed still, because the work was done; so it does not matter who is heard first. */
const complete: Decide = (day, operation, doer) =>
  statusOf(day) === 'completed'
    ? { done: true }
    : { writes: finished(day, 'completed', 'completed', operation, doer) };

const skip: Decide = (day, operation, doer) => {
  const status = statusOf(day);
  if (status === 'skipped') return { done: true };
  if (status === 'completed') return refusal('task.already_completed', 'status');
  return { writes: finished(day, 'skipped', 'skip', operation, doer) };
};

/** Takes a completion or a skip back; the next day stays where it is. */
const reopen: Decide = (day) =>
  statusOf(day) === 'pending'
    ? { done: true }
    : {
        writes: writesOf(
          day,
          { status: 'pending', done_at: null, done_by: null },
          { kind: day.day?.override?.['due_at'] ? 'reschedule' : 'open' },
        ),
      };

/** `was` is the time that the person saw: what another chose meanwhile is not replaced unseen. */
const reschedule: Decide = (day, operation) => {
  const [due, was, zone] = ['due_at', 'was', 'time_zone'].map((name) => textArgument(operation, name));
  if (due === undefined || wallMs(due) === undefined) return refusal('task.due_invalid', 'due_at');
  if (zone !== undefined && !isZone(zone)) return refusal('site.time_zone_unknown', 'time_zone');
  const status = statusOf(day);
  if (status !== 'pending')
    return refusal(status === 'completed' ? 'task.already_completed' : 'task.already_skipped', 'status');
  const now = dueOf(day);
  if (was !== undefined && was !== now && due !== now) return refusal('task.moved_meanwhile', 'due_at');
  if (due === now && (zone === undefined || zone === day.task?.['time_zone'])) return { done: true };
  const set = { due_at: due, ...(zone === undefined ? {} : { time_zone: zone }) };
  return { writes: writesOf(day, set, { ...set, kind: 'reschedule' }) };
};

const step = (name: string, decide: Decide): Step => ({
  name,
  table: 'tasks',
  decide: (scene, operation, doer) => {
    const day = findDay(scene, operation);
    return 'code' in day ? refusal(day.code, day.field) : decide(day, operation, doer);
  },
});

/** What a person does with a task; `TaskSteps.cs` decides the same on the server. */
export const taskSteps: readonly Step[] = [
  step('task.complete', complete),
  step('task.skip', skip),
  step('task.reschedule', reschedule),
  step('task.reopen', reopen),
];
