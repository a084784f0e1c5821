import type { PushBody } from './pushBody';
import type { OperationResult } from '../operation';
import { consentVersion } from '../consentVersion';
import type { TelemetryTransport } from './telemetryRun';

/** The server answered, and not with what was asked for. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string | undefined,
    readonly retryAfter: string | null,
    message: string,
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

export interface Whose {
  readonly user: string;
  readonly organization: string;
}

/** The way to the server; failures are thrown: `Refusal` when it answered, what `fetch` throws when it did not. */
export interface SyncTransport {
  /** Who is signed in at the moment; null for nobody. */
  whose(): Promise<Whose | null>;
  register(device: string, name: string): Promise<void>;
  push(body: PushBody): Promise<readonly OperationResult[]>;
  /** The stream ends when `signal` says so. `again` names tables of which all rows are asked for. */
  pull(
    device: string,
    cursor: string | null,
    again: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array>>;
}

/** How far the upload of a photo is. */
export interface UploadView {
  readonly state: 'open' | 'stored';
  readonly received: number;
  readonly mostPartBytes: number;
}

/** The way of photos to the server and back; failures are thrown as for `SyncTransport`. */
export interface PhotoTransport {
  start(device: string, hash: string, mediaType: string, size: number): Promise<UploadView>;
  add(hash: string, offset: number, part: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<UploadView>;
  finish(hash: string): Promise<UploadView>;
  load(hash: string): Promise<Blob>;
}

const patience = 60_000;
const worthPacking = 1_000;

async function packed(text: string): Promise<{ body: BodyInit; headers: Record<string, string> }> {
  const headers = { 'Content-Type': 'application/json', 'X-Tendril': '1' };
  if (text.length < worthPacking) return { body: text, headers };
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return { body: await new Response(stream).blob(), headers: { ...headers, 'Content-Encoding': 'gzip' } };
}

async function refusalOf(response: Response): Promise<Refusal> {
  let said: { code?: unknown; title?: unknown } = {};
  try {
    said = (await response.json()) as typeof said;
  } catch {
    said = {}; // a proxy's page; the status says the rest
  }
  const code = typeof said.code === 'string' ? said.code : undefined;
  const title = typeof said.title === 'string' ? said.title : `The server answered ${response.status}`;
  return new Refusal(response.status, code, response.headers.get('Retry-After'), title);
}

async function ask(path: string, body: unknown, signal: AbortSignal): Promise<Response> {
  const response = await fetch(`/api${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    credentials: 'same-origin',
    cache: 'no-store',
    signal,
    ...(body === undefined ? {} : await packed(JSON.stringify(body))),
  });
  if (!response.ok) throw await refusalOf(response);
  return response;
}

const soon = () => AbortSignal.timeout(patience);

/** Talks to our own server with the session of this browser. */
export const httpTransport: SyncTransport = {
  async whose() {
    try {
      const answer = await ask('/session', undefined, soon());
      const { user, organization } = (await answer.json()) as {
        user: { id: string };
        organization: { id: string };
      };
      return { user: user.id, organization: organization.id };
    } catch (error) {
      if (error instanceof Refusal && error.status === 401) return null;
      throw error;
    }
  },
  async register(id, name) {
    await ask('/devices', { id, name }, soon());
  },
  async push(body) {
    const answer = await ask('/sync/push', body, soon());
    return ((await answer.json()) as { results: readonly OperationResult[] }).results;
  },
  async pull(device, cursor, again, signal) {
    const where = { ...(cursor === null ? {} : { cursor }), ...(again.length === 0 ? {} : { again }) };
    const answer = await ask('/sync/pull', { protocol: 1, device, ...where }, signal);
    if (!answer.body) throw new TypeError('The answer has no body');
    return answer.body;
  },
};

const photo = (hash: string, rest = '') => `/sync/attachments/${hash}${rest}`;

export const httpTelemetry: TelemetryTransport = {
  async events(events) {
    await ask('/telemetry/events', { events }, soon());
  },
  async withdraw(purpose) {
    const body = JSON.stringify({ granted: false, version: consentVersion });
    const answer = await fetch(`/api/telemetry/consents/${purpose}`, {
      method: 'PUT',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/json', 'X-Tendril': '1' },
      body,
      signal: soon(),
    });
    if (!answer.ok) throw await refusalOf(answer);
  },
};

export const httpPhotos: PhotoTransport = {
  async start(device, hash, mediaType, size) {
    const answer = await ask('/sync/attachments', { device, hash, mediaType, size }, soon());
    return (await answer.json()) as UploadView;
  },
  async add(hash, offset, part, signal) {
    const answer = await fetch(`/api${photo(hash, `/parts?offset=${offset}`)}`, {
      method: 'PUT',
      credentials: 'same-origin',
      headers: { 'Content-Type': 'application/octet-stream', 'X-Tendril': '1' },
      body: part,
      signal: AbortSignal.any([signal, soon()]),
    });
    if (!answer.ok) throw await refusalOf(answer);
    return (await answer.json()) as UploadView;
  },
  async finish(hash) {
    const answer = await ask(photo(hash, '/finish'), {}, soon());
    return (await answer.json()) as UploadView;
  },
  async load(hash) {
    const answer = await ask(photo(hash), undefined, soon());
    return answer.blob();
  },
};
