import { forgetBegun, takeBegun } from './begun';
import { problemFrom, unreachable } from './problem';

export type Query = Record<string, string | number | boolean | null | undefined>;
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Send {
  query?: Query | undefined;
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Goes on when the page is left or loaded anew; for small bodies only (the browser's limit is 64 kB). */
  keepalive?: boolean | undefined;
}

export interface Answer<T> {
  status: number;
  body: T;
}

/** Empty values are left out, so that a cleared filter is the same request as no filter. */
export function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

function encode(body: unknown): { body?: BodyInit; headers: Record<string, string> } {
  if (body === undefined) return { headers: {} };
  if (body instanceof FormData) return { body, headers: {} };
  return { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
}

async function read(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // not ours (a proxy's page); the status says the rest
  }
}

let signedOut: () => void = () => undefined;

/** What to do when the server says that nobody is signed in; the session sets it once. */
export function whenSignedOut(act: () => void): void {
  signedOut = act;
}

function ask(method: Method, address: string, options: Send): Promise<Response> {
  if (method !== 'GET') forgetBegun();
  const begun = takeBegun(address);
  if (begun) return begun;
  const { body, headers } = encode(options.body);
  return fetch(address, {
    method,
    credentials: 'same-origin',
    headers: { Accept: 'application/json', ...headers, ...(method === 'GET' ? {} : { 'X-Tendril': '1' }) },
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.keepalive ? { keepalive: true } : {}),
  });
}

/** One request to our server. Refusals and failures are thrown as `Problem`; nothing is retried here. */
export async function send<T>(method: Method, path: string, options: Send = {}): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await ask(method, withQuery(`/api${path}`, options.query), options);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw unreachable();
  }
  const answer = await read(response);
  if (!response.ok) {
    if (response.status === 401 && !path.startsWith('/session')) signedOut();
    throw problemFrom(response.status, answer);
  }
  return { status: response.status, body: answer as T };
}
