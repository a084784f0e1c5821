import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { harvestRules } from '../test/harvestExamples';
import type { DomainType, SyncStatus } from './api/types';
import { standOf, stands } from './compliance/stand';
import { nextStages } from './cultivation/stages';
import type { Operation } from './sync/operation';
import type { Values } from './sync/tables';
import { Recurrence, type SeriesTimes } from './tasks/recurrence';
import { taskSteps } from './tasks/taskSteps';
import { momentOf, wallMs } from './tasks/wallClock';

interface Family {
  rule: string;
  examples: { name: string; given: unknown; expect: unknown }[];
}

const folder = path.join(import.meta.dirname, '../../tests/conformance/rules');
const families = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Family);

interface StageGiven {
  domain: DomainType;
  stage: string;
  vegetativeStep: boolean;
}

interface BadgeGiven {
  domain: DomainType;
  mapping: SyncStatus['linkStatus'];
  operation: SyncStatus['operationState'];
}

interface DaysGiven extends SeriesTimes {
  take: number;
  from?: string;
}

interface StepGiven extends Pick<Operation, 'row' | 'args' | 'at'> {
  step: string;
  user: string;
  rows: Record<string, Record<string, Values>>;
}

/** Decides a step on the rows of an example. */
function taskStep({ step, user, rows, ...given }: StepGiven): unknown {
  const operation: Operation = { ...given, id: 'a', kind: 'intent', table: 'tasks', base: 0, name: step };
  const scene = {
    row: (table: string, id: string) => rows[table]?.[id] ?? null,
    children: (table: string, field: string, id: string) =>
      Object.entries(rows[table] ?? {})
        .filter(([, values]) => values[field] === id)
        .map(([row, values]) => ({ id: row, values })),
  };
  const outcome = taskSteps
    .find(({ name }) => name === step)
    ?.decide(scene, operation, { user, device: 'd' });
  return outcome && 'refusal' in outcome ? outcome.refusal : outcome;
}

/** The rules that the web app decides by itself; the same examples run on the server. */
const ours: Record<string, (given: never) => unknown> = {
  batch_stage: ({ domain, stage, vegetativeStep }: StageGiven) => nextStages(domain, stage, vegetativeStep),
  sync_badge: ({ domain, mapping, operation }: BadgeGiven) =>
    stands[standOf({ domainType: domain, linkStatus: mapping, operationState: operation })].badge,
  recurrence: ({ take, from = '2000-01-01', ...series }: DaysGiven) => {
    const found = Recurrence.of(series);
    return typeof found === 'string' ? { code: found } : { dates: found.from(from, take) };
  },
  task_step: taskStep,
  ...harvestRules,
  wall_clock: ({ wall, timeZone }: { wall: string; timeZone: string }) => ({
    moment: new Date(momentOf(wallMs(wall) ?? NaN, timeZone)).toISOString().replace('.000', ''),
  }),
};

/** The rules that only the server decides: the web app shows its answer. `rules/README.md` beside them says so. */
const serverOnly = ['permission', 'plant_batch', 'quantity', 'sentence', 'tag', 'text'];

test('every family of examples is run here, or named as the server’s alone', () =>
  expect(families.map(({ rule }) => rule).sort()).toEqual([...Object.keys(ours), ...serverOnly].sort()));

test('the page beside the examples says the same', () => {
  const page = readFileSync(path.join(folder, 'README.md'), 'utf8');
  const both = [...page.matchAll(/^\| `(\w+)` \|.*\| both \|$/gm)].map((row) => row[1]);
  const server = [...page.matchAll(/^\| `(\w+)` \|.*\| server \|$/gm)].map((row) => row[1]);
  expect(both.sort()).toEqual(Object.keys(ours).sort());
  expect(server.sort()).toEqual([...serverOnly].sort());
});

describe.each(families.filter(({ rule }) => rule in ours))('$rule', ({ rule, examples }) => {
  test.each(examples)('$name', (example) =>
    expect(ours[rule]?.(example.given as never)).toEqual(example.expect),
  );
});
