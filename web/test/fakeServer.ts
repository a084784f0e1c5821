import type { OperationResult } from '../src/sync/operation';
import type { PushBody } from '../src/sync/worker/pushBody';
import { DeviceEngine } from '../src/sync/worker/engine';
import { Refusal, type SyncTransport, type Whose } from '../src/sync/worker/transport';
import { clock, newId, taskHeader } from './memoryStore';
import type { Store } from '../src/sync/store/store';

export const me: Whose = { user: 'u', organization: 'o' };
type Line = object | 'cut';

/** A server that answers what the test says, and remembers what it was asked. */
export class FakeServer implements SyncTransport {
  who: Whose | null = me;
  registered = true;
  /** Answers to pulls, one after another; the last one again and again. */
  pulls: (Line[] | Error)[] = [];
  push_: (body: PushBody) => readonly OperationResult[] | Error | Promise<readonly OperationResult[]> = (
    body,
  ) => body.operations.map(({ id }) => ({ id, status: 'applied', revision: 100 }));
  readonly pushed: PushBody[] = [];
  readonly cursors: (string | null)[] = [];
  /** Of each pull, the tables of which all rows were asked for. */
  readonly again: (readonly string[])[] = [];
  registrations = 0;

  whose() {
    return Promise.resolve(this.who);
  }

  register() {
    this.registrations++;
    this.registered = true;
    return Promise.resolve();
  }

  async push(body: PushBody) {
    this.mustKnow();
    this.pushed.push(structuredClone(body));
    const answer = await this.push_(body);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  async pull(_device: string, cursor: string | null, again: readonly string[]) {
    this.mustKnow();
    this.again.push(again);
    this.cursors.push(cursor);
    const answer = this.pulls.length > 1 ? this.pulls.shift()! : this.pulls[0]!;
    if (answer instanceof Error) throw answer;
    const text = answer
      .map((line) => (line === 'cut' ? '{"table":"ta' : JSON.stringify(line) + '\n'))
      .join('');
    return Promise.resolve(new Blob([text]).stream());
  }

  private mustKnow() {
    if (!this.registered) throw new Refusal(404, 'sync.device_unknown', null, 'unknown');
  }
}

export const refusal = (status: number, code: string, retryAfter: string | null = null) =>
  new Refusal(status, code, retryAfter, code);
export const away = () => new TypeError('Failed to fetch');

export const header = (first: boolean, more: object = {}) => ({
  protocol: 1,
  epoch: 1,
  revision: 50,
  first,
  off: [],
  tables: [{ ...taskHeader, ...(first ? { rows: 3 } : {}) }],
  ...more,
});
export const rows = (created: unknown[][], cursor?: string, more: object = {}) => ({
  table: 'tasks',
  created,
  ...more,
  ...(cursor ? { cursor } : {}),
});
export const end = (cursor: string, revision = 50, more: object = {}) => ({
  end: true,
  revision,
  cursor,
  ...more,
});
export const nothingNew = [header(false), end('c', 200)];

export function engineOf(store: Store, server: SyncTransport, whose = me): DeviceEngine {
  return new DeviceEngine(store, server, whose, {
    now: () => clock.now,
    newId,
    random: () => 0.5,
    deviceName: 'Test',
    onActivity: () => undefined,
  });
}
