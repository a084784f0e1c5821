import { useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { refresh, useSend } from '../api/hooks';
import { send } from '../api/http';
import type { Problem } from '../api/problem';
import type { Batch, BatchCheck, PushItem, PushManyAnswer, SyncStatus } from '../api/types';
import { isOver, itemsOf, pushedPhase, warningKey } from './pushMany';

const checkOf = async (batchId: string, location: string | null, signal: AbortSignal) =>
  (await send<BatchCheck>('POST', '/compliance/check-batch', { body: { batchId, location }, signal })).body;

const statusPath = (batchId: string) => `/compliance/batches/${batchId}/sync-status`;

/** Many pushes: each batch is asked about by itself, all are sent in one request, each is watched to its own end. */
export function usePushMany(batches: Batch[]) {
  const client = useQueryClient();
  const [places, setPlaces] = useState<Record<string, string | null>>({});
  const [confirmedFor, setConfirmedFor] = useState('');
  const push = useSend<{ items: PushItem[] }, PushManyAnswer>({
    method: 'POST',
    path: '/compliance/push-batches',
    refreshes: ['/batches', '/compliance', '/today'],
  });
  const sent = push.data?.body.results;
  const checks = useQueries({
    queries: batches.map(({ id }) => {
      const location = places[id] ?? null;
      return {
        queryKey: ['/compliance/check-batch', { batchId: id, location }],
        queryFn: ({ signal }: { signal: AbortSignal }) => checkOf(id, location, signal),
        enabled: sent === undefined,
        staleTime: 0,
      };
    }),
  });
  const asked = batches.map((batch, index) => ({
    batch,
    location: places[batch.id] ?? null,
    check: checks[index]?.data,
    problem: (checks[index]?.error ?? null) as Problem | null,
  }));
  const statuses = useQueries({
    queries: (sent ?? []).map((item) => ({
      queryKey: [statusPath(item.batchId), {}],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await send<SyncStatus>('GET', statusPath(item.batchId), { signal })).body,
      enabled: item.operationId !== null && item.operationId !== undefined,
      refetchInterval: (query: { state: { data?: SyncStatus | undefined } }) =>
        isOver(pushedPhase(item, query.state.data)) ? (false as const) : 2000,
    })),
  });
  const pushed = sent?.map((item, index) => ({
    item,
    batch: batches.find((batch) => batch.id === item.batchId),
    status: statuses[index]?.data,
    phase: pushedPhase(item, statuses[index]?.data),
  }));
  const over = pushed?.every(({ phase }) => isOver(phase)) === true;
  useEffect(() => {
    if (over) void refresh(client, ['/batches', '/today', '/compliance/op']);
  }, [over, client]);
  const items = itemsOf(asked);
  const key = warningKey(asked);
  return {
    asked,
    asking: checks.some((check) => check.isFetching),
    place: (batchId: string, location: string | null) =>
      setPlaces((known) => ({ ...known, [batchId]: location })),
    ready: items.length,
    warnings: key === '' ? 0 : key.split('\n').length,
    confirmed: key === confirmedFor,
    confirm: (on: boolean) => setConfirmedFor(on ? key : ''),
    send: () => push.mutate({ items }),
    sending: push.isPending,
    problem: push.error,
    pushed,
    over,
  };
}

export type PushMany = ReturnType<typeof usePushMany>;
