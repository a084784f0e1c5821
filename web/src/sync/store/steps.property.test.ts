import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newId, save, site } from '../../../test/memoryStore';
import { frameOf, harvest, notes, step, steps, stepStore, weight } from '../../../test/stepStore';
import type { Operation } from '../operation';
import { applyResults, discard, dropPulled, release } from '../outbox';
import { reapply } from '../reapply';
import type { Scene } from '../steps';
import { syncedTables } from '../tables.generated';
import type { Values } from '../tables';
import { writeDecision } from '../worker/pushRun';
import { wholeOutbox, writeOutbox } from './outboxTable';
import { refreshWork } from './prediction';
import { applyFrame } from './pulledRows';
import { textOfJson, valuesOf } from './rowTable';
import type { Store } from './store';

const rows = ['a1', 'a2', 'a3'].map((end) => `00000000-0000-7000-8000-0000000000${end}`);
const names = ['harvests', 'harvest_weights'] as const;
const tableOf = (name: string) => syncedTables.find((one) => one.name === name)!;

type World = Map<string, Values>;
type Server = Record<(typeof names)[number], World>;

/** The same as the store, the slow way: all operations from the first one on, each on what the ones before it left. */
function replayed(
  server: Server,
  outbox: readonly Operation[],
  doer: { user: string; device: string },
): Server {
  const seen: Server = {
    harvests: new Map(server.harvests),
    harvest_weights: new Map(server.harvest_weights),
  };
  const scene: Scene = {
    row: (table, id) => seen[table as 'harvests'].get(id) ?? null,
    children: (table, field, id) =>
      [...seen[table as 'harvests']]
        .filter(([, values]) => values[field] === id)
        .map(([one, values]) => ({ id: one, values }))
        .sort((x, y) => (x.id < y.id ? -1 : 1)),
  };
  const put = (name: string, id: string, operation: Operation, set?: Values) => {
    const table = tableOf(name);
    const world = seen[name as 'harvests'];
    const before = world.get(id);
    const after = reapply(table, before ? { values: before, deleted: false } : null, [operation], () => set);
    if (after) world.set(id, after);
    else world.delete(id);
  };
  for (const operation of outbox) {
    if (operation.kind !== 'intent') {
      put(operation.table, operation.row, operation);
      continue;
    }
    const outcome = steps.find((one) => one.name === operation.name)!.decide(scene, operation, doer);
    for (const write of 'writes' in outcome ? outcome.writes : []) {
      const fields = tableOf(write.table).fields.filter((field) => field.name in write.set);
      const set = fields.map((field) => [field.name, textOfJson(field, write.set[field.name] ?? null)]);
      put(write.table, write.row, operation, Object.fromEntries(set) as Values);
    }
  }
  return seen;
}

const stored = (store: Store, name: string): World =>
  new Map(
    store
      .all(`SELECT * FROM ${name} ORDER BY id`)
      .map((row) => [String(row['id']), valuesOf(tableOf(name), row)]),
  );

const sorted = (world: World) => new Map([...world].sort(([one], [other]) => (one < other ? -1 : 1)));

const row = fc.constantFrom(...rows);
const act = fc.oneof(
  fc.record({ do: fc.constant('create' as const), row }),
  fc.record({ do: fc.constant('weigh' as const), row }),
  fc.record({ do: fc.constant('point' as const), row, at: row }),
  fc.record({ do: fc.constant('next' as const), row }),
  fc.record({ do: fc.constant('tally' as const), row }),
  fc.record({
    do: fc.constant('pull' as const),
    row,
    stage: fc.constantFrom('harvest', 'drying', 'curing', 'gone'),
    at: row,
  }),
  fc.record({ do: fc.constant('refuse' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant('answer' as const), count: fc.nat(6) }),
  fc.record({ do: fc.constant('give' as const), which: fc.nat(20) }),
  fc.record({ do: fc.constant('again' as const), which: fc.nat(20) }),
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;

function play(store: Store, server: Server, one: Act): void {
  const outbox = wholeOutbox(store);
  const refused = outbox.filter(({ state }) => state === 'parked');
  const decided = (after: typeof outbox) => store.transact(() => writeDecision(store, outbox, after));
  if (one.do === 'create') save(store, harvest(one.row));
  else if (one.do === 'weigh') save(store, weight(newId(), one.row));
  else if (one.do === 'point') save(store, notes(one.row, one.at));
  else if (one.do === 'next' || one.do === 'tally') save(store, step(`harvest.${one.do}`, one.row));
  else if (one.do === 'pull') pull(store, server, one);
  else if (one.do === 'refuse') {
    const { id = '' } = outbox[one.which] ?? {};
    store.transact(() =>
      writeOutbox(
        store,
        outbox,
        applyResults(outbox, [{ id, status: 'rejected', code: 'sync.not_allowed' }]),
      ),
    );
  } else if (one.do === 'answer') {
    // The server did them, and others undid them before the pull.
    const results = outbox
      .slice(0, one.count)
      .map(({ id }) => ({ id, status: 'applied', revision: 3 }) as const);
    store.transact(() => {
      const over = writeOutbox(store, outbox, dropPulled(applyResults(outbox, results), 3));
      refreshWork(store, over.rows);
    });
  } else if (one.do === 'give') decided(discard(outbox, new Set([refused[one.which]?.id ?? ''])));
  else decided(release(outbox, new Set([refused[one.which]?.id ?? '']), newId));
}

function pull(store: Store, server: Server, { row: id, stage, at }: Extract<Act, { do: 'pull' }>): void {
  const set = { id, revision: '4', site_id: site, user_id: site, stage, notes: at };
  const { header, frame } = stage === 'gone' ? frameOf('harvests', [], [id]) : frameOf('harvests', [set]);
  store.transact(() => {
    applyFrame(store, header, frame);
    refreshWork(store, []);
  });
  if (stage === 'gone') server.harvests.delete(id);
  else {
    const fields = tableOf('harvests').fields.map(({ name, kind }) => {
      const value = (set as Record<string, string>)[name] ?? null;
      return [name, kind === 'boolean' ? 'false' : value] as const;
    });
    server.harvests.set(id, Object.fromEntries(fields));
  }
}

test('whatever is saved, pulled, refused or tried again: rows are the server’s with the outbox on top', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 30 }), async (acts) => {
      const store = await stepStore();
      const server: Server = { harvests: new Map(), harvest_weights: new Map() };
      const doer = { user: store.user, device: '' };
      for (const one of acts) {
        play(store, server, one);
        const expected = replayed(
          server,
          wholeOutbox(store).map(({ operation }) => operation),
          doer,
        );
        for (const name of names) expect(stored(store, name)).toEqual(sorted(expected[name]));
      }
      for (const name of names) {
        const kept =
          store.all(`SELECT id FROM server_${name} AS s WHERE NOT EXISTS (SELECT 1 FROM outbox_touches AS x
          WHERE x.table_name = '${name}' AND x.row_id = s.id)`);
        expect(kept).toEqual([]);
      }
      store.close();
    }),
    { numRuns: 60 },
  );
}, 30_000);
