import { StreamBroken } from './frames';
import type { OperationResult } from './operation';

/** What kept a sync from working, in the classes that screens and figures use. */
export type SyncErrorKind =
  'network' | 'timeout' | 'conflict' | 'schema_mismatch' | 'permission' | 'validation' | 'unknown';

export interface SyncError {
  readonly kind: SyncErrorKind;
  /** True when the same request may work later; otherwise a person or an update has to do something first. */
  readonly retryable: boolean;
  /** What the engine does before it tries again. */
  readonly first?: 'resync' | 'refresh_token';
  /** The server's code, for the diagnostics. */
  readonly code?: string;
}

/** Every class, and whether waiting helps. */
export const errorKinds: Readonly<Record<SyncErrorKind, boolean>> = {
  network: true,
  timeout: true,
  conflict: false,
  schema_mismatch: false,
  permission: false,
  validation: false,
  // Our own fault or the server's: each operation is done once however often it is sent, so trying again is safe.
  unknown: true,
};

const kindOfStatus: Readonly<Record<number, SyncErrorKind>> = {
  0: 'network',
  400: 'validation',
  401: 'permission',
  403: 'permission',
  404: 'validation',
  408: 'timeout',
  409: 'conflict',
  410: 'schema_mismatch',
  413: 'validation',
  415: 'validation',
  422: 'validation',
  426: 'schema_mismatch',
  429: 'network',
  502: 'network',
  503: 'network',
  504: 'timeout',
};

/** Classes an answer of the server; status 0 when none came. */
export function errorOfAnswer(status: number, code?: string): SyncError {
  const kind = kindOfStatus[status] ?? 'unknown';
  const said = code === undefined ? {} : { code };
  if (status === 410) return { kind, retryable: true, first: 'resync', ...said };
  if (status === 401) return { kind, retryable: true, first: 'refresh_token', ...said };
  return { kind, retryable: errorKinds[kind], ...said };
}

/** Classes what was thrown on the way: `fetch` says TypeError when no answer came. */
export function errorOfThrown(thrown: unknown): SyncError {
  const name = thrown instanceof Error || thrown instanceof DOMException ? thrown.name : '';
  const kind: SyncErrorKind =
    name === 'TimeoutError' || name === 'AbortError'
      ? 'timeout'
      : name === 'TypeError' || (thrown instanceof StreamBroken && thrown.why === 'truncated')
        ? 'network'
        : 'unknown';
  return { kind, retryable: errorKinds[kind] };
}

/** Classes the refusal of one operation, which waits for a person unless the server says otherwise. */
export function errorOfRefusal({ code = '', retryable = false }: OperationResult): SyncError {
  return { kind: kindOfCode[code] ?? 'validation', retryable, code };
}

const kindOfCode: Readonly<Record<string, SyncErrorKind>> = {
  'sync.table_unknown': 'schema_mismatch',
  'sync.field_unknown': 'schema_mismatch',
  'sync.intent_unknown': 'schema_mismatch',
  'sync.not_allowed': 'permission',
  'sync.row_unknown': 'permission',
  'sync.operation_reused': 'conflict',
  'sync.operation_expired': 'conflict',
};

/** The key of the sentence for people; `i18n/…/sync.json` has it in every language. */
export const sentenceOf = (kind: SyncErrorKind) => `sync.errors.${kind}` as const;
