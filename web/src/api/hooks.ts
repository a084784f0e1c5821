import { useMutation, useQuery, useQueryClient, keepPreviousData } from '@tanstack/react-query';
import type { QueryClient, UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import type { Page } from './basics';
import { send, type Answer, type Method, type Query } from './http';
import type { Problem } from './problem';

export interface ReadOptions<T> {
  query?: Query | undefined;
  enabled?: boolean | undefined;
  /** Milliseconds until asked again; a function sees the newest answer and may stop by answering false. */
  every?: number | false | ((data: T | undefined) => number | false) | undefined;
  keep?: boolean | undefined;
}

/** How an address is read: its place in the cache, and the request. */
export const reading = <T>(path: string, query?: Query) => ({
  queryKey: [path, query ?? {}],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await send<T>('GET', path, { query, signal })).body,
});

/** Reads one address. The cache key is the address itself, so that a change can drop everything below a path. */
export function useRead<T>(path: string, options: ReadOptions<T> = {}): UseQueryResult<T, Problem> {
  const { query, enabled = true, every = false, keep = false } = options;
  return useQuery<T, Problem>({
    ...reading<T>(path, query),
    enabled,
    refetchInterval: typeof every === 'function' ? (state) => every(state.state.data) : every,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  });
}

export function useList<T>(path: string, query: Query = {}, options: ReadOptions<Page<T>> = {}) {
  return useRead<Page<T>>(path, { ...options, query, keep: true });
}

/** Drops cached answers of every address that begins with one of the paths. */
export function refresh(client: QueryClient, paths: string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: (query) => {
      const key = query.queryKey[0];
      return typeof key === 'string' && paths.some((path) => key.startsWith(path));
    },
  });
}

export interface SendOptions<In, Out> {
  method: Method;
  path: string | ((input: In) => string);
  query?: Query | ((input: In) => Query);
  /** What goes into the body; by default the input itself. */
  body?: (input: In) => unknown;
  /** The request outlives the page. */
  keepalive?: boolean;
  /** Paths whose cached answers are old now. */
  refreshes?: string[];
  onDone?: (answer: Answer<Out>, input: In) => void | Promise<void>;
  onProblem?: (problem: Problem, input: In) => void;
}

/** One change. Never retried by itself: a person decides. */
export function useSend<In, Out = unknown>(
  options: SendOptions<In, Out>,
): UseMutationResult<Answer<Out>, Problem, In> {
  const client = useQueryClient();
  return useMutation<Answer<Out>, Problem, In>({
    mutationFn: (input) =>
      send<Out>(options.method, typeof options.path === 'function' ? options.path(input) : options.path, {
        query: typeof options.query === 'function' ? options.query(input) : options.query,
        body: options.method === 'DELETE' ? undefined : options.body ? options.body(input) : input,
        keepalive: options.keepalive,
      }),
    onSuccess: async (answer, input) => {
      if (options.refreshes) void refresh(client, options.refreshes);
      await options.onDone?.(answer, input);
    },
    onError: (problem, input) => options.onProblem?.(problem, input),
  });
}
