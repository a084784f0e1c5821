import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chunk, groupsOf, type Sendable } from './chunks';
import { readPull, StreamBroken } from './frames';
import { statusOf, type Operation, type OperationResult } from './operation';
import { append, applyResults, dropPulled, markSent } from './outbox';

const outbox = fc
  .array(
    fc.record({ group: fc.option(fc.constantFrom('g', 'h', 'i'), { nil: undefined }), bytes: fc.nat(60) }),
    {
      maxLength: 40,
    },
  )
  .map((list) =>
    list.map(({ group, bytes }, place): Sendable => ({
      id: `o${place}`,
      bytes,
      ...(group ? { group } : {}),
    })),
  );
const limits = fc.record({
  operations: fc.integer({ min: 1, max: 8 }),
  bytes: fc.integer({ min: 1, max: 200 }),
});

test('requests hold everything once, keep the order and the groups, and fit', () =>
  fc.assert(
    fc.property(outbox, limits, (operations, limit) => {
      const { requests, tooLarge } = chunk(operations, limit);
      const all = [...requests.flat(), ...tooLarge.flat()];
      expect(all.map((one) => one.id).sort()).toEqual(operations.map((one) => one.id).sort());

      const order = groupsOf(operations).filter(
        (group) => !tooLarge.some((one) => one[0]?.id === group[0]?.id),
      );
      expect(requests.flat()).toEqual(order.flat());
      for (const group of order)
        expect(requests.filter((request) => group.some((one) => request.includes(one)))).toHaveLength(1);

      for (const request of requests) {
        expect(request.length).toBeGreaterThan(0);
        expect(request.length).toBeLessThanOrEqual(limit.operations);
        expect(request.reduce((sum, one) => sum + one.bytes + 1, 0)).toBeLessThanOrEqual(limit.bytes);
      }
      for (const group of tooLarge)
        expect(
          group.length > limit.operations || group.reduce((sum, one) => sum + one.bytes + 1, 0) > limit.bytes,
        ).toBe(true);
    }),
  ));

const operation = (id: string): Operation => ({
  id,
  kind: 'delete',
  table: 'tasks',
  row: 'r',
  base: 1,
  at: '2026-11-20T08:00:00.000Z',
});
const status = fc.constantFrom<OperationResult['status'][]>(
  'applied',
  'merged',
  'conflict',
  'rejected',
  'duplicate',
  'quarantined',
);
const answers = fc.array(
  fc.record({
    id: fc.nat(11).map(String),
    status,
    first: fc.constantFrom<NonNullable<OperationResult['first']>[]>(
      'applied',
      'merged',
      'conflict',
      'rejected',
    ),
    code: fc.constantFrom('sync.parent_unknown', 'sync.not_allowed'),
  }),
  { maxLength: 15 },
);

test('an operation leaves the outbox only when the server said that it stands', () =>
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10 }), answers, (count, results) => {
      const before = append(
        [],
        1,
        Array.from({ length: count }, (_, place) => operation(String(place))),
      );
      const sent = markSent(before, new Set(before.map((one) => one.id)));
      const settled = applyResults(sent, results);
      const last = new Map(results.map((result) => [result.id, result]));
      expect(settled.map((one) => one.operation)).toEqual(sent.map((one) => one.operation));
      const left = new Set(dropPulled(settled, 9).map((one) => one.id));
      for (const { id } of sent) {
        const said = statusOf(last.get(id));
        expect(left.has(id)).toBe(!['applied', 'merged', 'conflict'].includes(said ?? ''));
      }
    }),
  ));

const pull =
  `{"protocol":1,"revision":9,"first":true,` +
  `"tables":[{"name":"tasks","version":1,"fields":["id","revision","title"]}]}\n` +
  `{"table":"tasks","created":[["a",8,"Wässern 🌿"],["b",9,"\\n"]],"cursor":"c1"}\n` +
  `{"end":true,"revision":9,"cursor":"c2","digests":[]}\n`;
const bytes = new TextEncoder().encode(pull);

function streamOf(cuts: readonly number[], length: number): ReadableStream<Uint8Array> {
  const places = [0, ...[...cuts].sort((a, b) => a - b).filter((cut) => cut < length), length];
  return new ReadableStream({
    start(controller) {
      places.slice(1).forEach((place, before) => controller.enqueue(bytes.slice(places[before], place)));
      controller.close();
    },
  });
}

async function kinds(stream: ReadableStream<Uint8Array>): Promise<string[]> {
  const got: string[] = [];
  try {
    for await (const line of readPull(stream)) got.push(line.kind);
  } catch (thrown) {
    if (!(thrown instanceof StreamBroken)) throw thrown;
    got.push(thrown.why);
  }
  return got;
}

const cuts = fc.array(fc.nat(bytes.length), { maxLength: 8 });

test('an answer reads the same wherever it is cut into pieces', () =>
  fc.assert(
    fc.asyncProperty(cuts, async (places) => {
      expect(await kinds(streamOf(places, bytes.length))).toEqual(['header', 'frame', 'end']);
    }),
  ));

test('an answer that ends anywhere before its end is known to be cut off', () =>
  fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), cuts, async (length, places) => {
      const got = await kinds(streamOf(places, length));
      expect(got.at(-1)).toBe('truncated');
      expect(got).not.toContain('end');
    }),
  ));
