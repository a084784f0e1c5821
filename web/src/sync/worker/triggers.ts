import { readState } from '../store/deviceState';
import type { DeviceEngine } from './engine';

const afterWrite = 300;
const withoutLive = 60_000;
/** A live line that lasted so long was ended by the server on purpose, and is opened again at once. */
const lasting = 30_000;

/**
 * Says when to sync: at the start, after a write, when the server pokes, when the network is back, when a wait is
 * over, and every minute where nothing pokes.
 */
export class Triggers {
  private readonly clock: ReturnType<typeof setInterval>;
  private write: ReturnType<typeof setTimeout> | undefined;
  private wait: ReturnType<typeof setTimeout> | undefined;
  private live: EventSource | undefined;
  private openedAt = 0;

  constructor(private readonly engine: DeviceEngine) {
    this.clock = setInterval(() => this.live ?? this.go(false), withoutLive);
    self.addEventListener('online', this.online);
    this.go(true);
  }

  /** Something was saved: other edits may follow at once, and go out together. */
  saved(): void {
    clearTimeout(this.write);
    this.write = setTimeout(() => this.go(false), afterWrite);
  }

  stop(): void {
    clearInterval(this.clock);
    clearTimeout(this.write);
    clearTimeout(this.wait);
    self.removeEventListener('online', this.online);
    this.hangUp();
  }

  private readonly online = () => this.go(true);

  private go(byHand: boolean): void {
    // Without any network nothing is tried and no try is counted; the browser tells when it is back.
    if (!navigator.onLine) return;
    void this.engine.sync(byHand).then(() => this.after());
  }

  /** After a run: waits as long as its failures ask for, and listens if there was none. */
  private after(): void {
    const { push, pull, device } = readState(this.engine.store);
    clearTimeout(this.wait);
    const next = Math.max(push.backoff.nextAt, pull.backoff.nextAt);
    if (next > 0) this.wait = setTimeout(() => this.go(false), Math.max(0, next - Date.now()) + 50);
    if (!pull.error) this.listen(device);
  }

  private listen(device: string): void {
    if (this.live) return;
    const live = new EventSource(`/api/sync/live?device=${device}`);
    this.live = live;
    this.openedAt = Date.now();
    live.addEventListener('revision', ({ data }: MessageEvent<string>) => {
      if (Number(data) > readState(this.engine.store).revision) this.go(false);
    });
    live.addEventListener('error', () => {
      if (this.live !== live) return;
      this.hangUp();
      if (Date.now() - this.openedAt > lasting) this.go(false);
    });
  }

  private hangUp(): void {
    this.live?.close();
    this.live = undefined;
  }
}
