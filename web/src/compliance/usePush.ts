import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { refresh, useRead, useSend } from '../api/hooks';
import { send } from '../api/http';
import type { Problem } from '../api/problem';
import type { Batch, BatchCheck, PushResult, ResolvedLocation } from '../api/types';
import { maySend, phaseOf, warningsOf } from './pushState';
import { useSyncStatus } from './SyncDetails';

interface PushBody {
  batchId: string;
  location: string | null;
  confirmedWarnings: string[];
}

/** Asks the rules without sending anything to Metrc. */
function useCheck(batchId: string, location: string | null, enabled: boolean) {
  return useQuery<BatchCheck, Problem>({
    queryKey: ['/compliance/check-batch', { batchId, location }],
    queryFn: async ({ signal }) =>
      (await send<BatchCheck>('POST', '/compliance/check-batch', { body: { batchId, location }, signal }))
        .body,
    enabled,
    staleTime: 0,
  });
}

/** One push from the first question to Metrc's confirmation. */
export function usePush(batch: Batch) {
  const client = useQueryClient();
  const [override, setOverride] = useState<string | null>(null);
  const [confirmedFor, setConfirmedFor] = useState<string | null>(null);
  const resolved = useRead<ResolvedLocation>('/compliance/resolve-location', {
    query: { batchId: batch.id },
  });
  const proposed = resolved.data?.requiresManualInput === true ? null : (resolved.data?.location ?? null);
  const location = override ?? proposed;
  const push = useSend<PushBody, PushResult>({
    method: 'POST',
    path: '/compliance/push-batch',
    refreshes: ['/batches', '/compliance', '/today'],
  });
  const sent = push.data?.body;
  const check = useCheck(batch.id, location, resolved.data !== undefined && sent === undefined);
  const status = useSyncStatus(batch.id, sent !== undefined);
  const phase = phaseOf(sent, sent ? status.data : undefined);
  useEffect(() => {
    if (phase === 'confirmed' || phase === 'failed' || phase === 'decide')
      void refresh(client, ['/batches', '/today', '/compliance/op']);
  }, [phase, client]);
  // What was confirmed are exactly these warnings; others, for another location, are asked for again.
  const codes = warningsOf(check.data).map((finding) => finding.code);
  const key = codes.join(' ');
  const confirmed = confirmedFor === key;
  return {
    resolved,
    location,
    overridden: override !== null && override !== proposed,
    chooseLocation: setOverride,
    check,
    warnings: codes.length,
    confirmed,
    confirm: (on: boolean) => setConfirmedFor(on ? key : null),
    canSend: maySend(location, check.data, confirmed) && !check.isFetching && !push.isPending,
    send: () => push.mutate({ batchId: batch.id, location, confirmedWarnings: codes }),
    sending: push.isPending,
    problem: push.error,
    sent,
    status: status.data,
    phase,
  };
}

export type Push = ReturnType<typeof usePush>;
