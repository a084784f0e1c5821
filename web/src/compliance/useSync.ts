import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { refresh, useRead, useSend } from '../api/hooks';
import type { Problem } from '../api/problem';
import type { SyncAnswer, SyncLog } from '../api/types';
import { isFinished, runInProgress, runOf } from './syncRun';

export interface SyncRequest {
  siteId: string;
  syncType: string;
}

export interface Sync {
  start: (request: SyncRequest) => void;
  starting: boolean;
  log: SyncLog | undefined;
  running: boolean;
  problem: Problem | null;
}

/** Everything that a pull may have changed. */
const touched = ['/compliance', '/lots', '/today', '/alerts', '/cultivars', '/batches'];

/** Starts a pull, or joins the one in progress, and watches it to its end. */
export function useSync(runningId?: string | null): Sync {
  const client = useQueryClient();
  const [started, setStarted] = useState<string | null>(null);
  const id = started ?? runningId ?? null;
  const begin = useSend<SyncRequest, SyncAnswer>({
    method: 'POST',
    path: '/compliance/sync',
    onDone: ({ body }) => setStarted(runOf(body)),
    onProblem: (problem) => setStarted(runInProgress(problem)),
  });
  const watch = useRead<SyncLog>(`/compliance/sync/${id ?? ''}`, {
    enabled: id !== null,
    every: (log) => (log && isFinished(log) ? false : 1000),
  });
  const log = id === null ? undefined : watch.data;
  const over = log !== undefined && isFinished(log);
  useEffect(() => {
    if (over) void refresh(client, touched);
  }, [over, client, id]);
  const joined = begin.error ? runInProgress(begin.error) !== null : false;
  return {
    start: (request) => {
      setStarted(null);
      begin.mutate(request);
    },
    starting: begin.isPending,
    log,
    running: begin.isPending || (id !== null && !over && !watch.error),
    problem: joined ? watch.error : (begin.error ?? watch.error),
  };
}
