import { statusOf, type OperationResult } from '../operation';
import type { OutboxEntry } from '../outbox';
import { consentOf, count, type Stage, type TelemetryEvent } from '../store/telemetryTable';
import type { Store } from '../store/store';
import type { SyncTransport } from './transport';

/** How long a stage took, and whether it went well. */
export const stageEvents = (
  stage: Stage,
  milliseconds: number,
  succeeded: boolean,
): readonly TelemetryEvent[] => [
  { name: 'sync_duration', stage, milliseconds: Math.max(0, Math.min(Math.round(milliseconds), 3_600_000)) },
  { name: 'sync_result', stage, succeeded },
];

/** How much waits, and how long ago this device had everything before this pull. */
export function stateEvents(store: Store, now: number, syncedAt: number | null): readonly TelemetryEvent[] {
  const pending = store.count("SELECT count(*) FROM outbox WHERE state IN ('waiting', 'sent')");
  const age = syncedAt === null ? [] : [Math.max(0, Math.round((now - syncedAt) / 1_000))];
  return [
    { name: 'pending', count: pending },
    ...age.map((seconds) => ({ name: 'checkpoint_age' as const, seconds })),
  ];
}

/** What a push tells: its size, where values of two people met, and what was refused. No values, no ids. */
export function answerEvents(
  request: readonly OutboxEntry[],
  results: readonly OperationResult[],
): readonly TelemetryEvent[] {
  const bytes = request.reduce((sum, one) => sum + one.bytes, 0);
  const events: TelemetryEvent[] = [{ name: 'payload_size', stage: 'push', bytes }];
  const refused = new Map<string, { table: string; code: string; count: number }>();
  const operations = new Map(request.map(({ operation }) => [operation.id, operation]));
  for (const result of results) {
    const [operation, status] = [operations.get(result.id), statusOf(result)];
    if (!operation || result.status === 'duplicate') continue;
    const { table } = operation;
    if (status === 'merged' || status === 'conflict')
      events.push({ name: 'conflict', table, fields: Object.keys(operation.set ?? {}), resolution: status });
    if (status !== 'rejected' || result.code === undefined) continue;
    const key = `${table} ${result.code}`;
    const before = refused.get(key)?.count ?? 0;
    refused.set(key, { table, code: result.code, count: before + 1 });
  }
  return [...events, ...[...refused.values()].map((one) => ({ name: 'rejection' as const, ...one }))];
}

/** The same way to the server; what comes is weighed, if the person agreed to that. */
export function weighed(store: Store, transport: SyncTransport): SyncTransport {
  if (consentOf(store, 'performance') !== 'granted') return transport;
  return {
    whose: () => transport.whose(),
    register: (device, name) => transport.register(device, name),
    push: (body) => transport.push(body),
    pull: async (...asked) => {
      let bytes = 0;
      const scale = new TransformStream<Uint8Array, Uint8Array>({
        transform: (chunk, onward) => {
          bytes += chunk.byteLength;
          onward.enqueue(chunk);
        },
        flush: () => count(store, { name: 'payload_size', stage: 'pull', bytes }),
      });
      return (await transport.pull(...asked)).pipeThrough(scale);
    },
  };
}
