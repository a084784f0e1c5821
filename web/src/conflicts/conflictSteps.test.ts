import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readField } from '../sync/fieldText';
import type { Operation } from '../sync/operation';
import type { Scene, StepOutcome } from '../sync/steps';
import { syncedTables } from '../sync/tables.generated';
import { fieldOf, type Json, type Values } from '../sync/tables';
import { conflictSteps } from './conflictSteps';

interface Example {
  name: string;
  step: string;
  row: string;
  args: Json;
  rows: Record<string, Record<string, Values>>;
  expect: { writes?: unknown; done?: true; refused?: [string, string | null] };
}

const file = path.join(import.meta.dirname, '../../../tests/conformance/sync/conflicts.json');
const { user, at, examples } = JSON.parse(readFileSync(file, 'utf8')) as {
  user: string;
  at: string;
  examples: Example[];
};

function sceneOf(rows: Example['rows']): Scene {
  return {
    row: (table, id) => rows[table]?.[id] ?? null,
    children: (table, field, id) =>
      Object.entries(rows[table] ?? {})
        .filter(([, values]) => values[field] === id)
        .map(([row, values]) => ({ id: row, values })),
  };
}

/** What was decided, with canonical texts, as the examples say it. */
function said(outcome: StepOutcome) {
  if ('refusal' in outcome) return { refused: [outcome.refusal.code, outcome.refusal.field ?? null] };
  if ('done' in outcome) return outcome;
  return {
    writes: outcome.writes.map(({ table, row, set }) => ({
      ...{ table, row },
      set: Object.fromEntries(
        Object.entries(set).map(([name, json]) => {
          const declared = fieldOf(
            syncedTables.find((one) => one.name === table)!,
            name,
          )!;
          const read = readField({ ...declared, required: false }, json);
          return [name, read.ok ? read.text : read.fault];
        }),
      ),
    })),
  };
}

test.each(examples.map((one) => [one.name, one] as const))('%s', (_, example) => {
  const operation: Operation = {
    ...{ id: user, kind: 'intent', table: 'conflicts', row: example.row, base: 0, at },
    ...{ name: example.step, args: example.args },
  };
  const step = conflictSteps.find(({ name }) => name === example.step)!;
  const outcome = step.decide(sceneOf(example.rows), operation, { user, device: user });
  expect(said(outcome)).toEqual(example.expect);
});
