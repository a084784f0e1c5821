import { failed, isDue, isRepeated, rested, retryNow, type Backoff } from '../backoff';
import { errorOfAnswer, errorOfThrown, type SyncError } from '../errors';
import { discard, release } from '../outbox';
import { note, readState, startAnew, writeDirection, type Direction } from '../store/deviceState';
import { wholeOutbox } from '../store/outboxTable';
import { saveWork, type LocalEdit, type Saved, type Surroundings } from '../store/saveWork';
import type { Store } from '../store/store';
import { count } from '../store/telemetryTable';
import { stageEvents, stateEvents, weighed } from './counted';
import { pullRun, type Progress } from './pullRun';
import { pushRun, writeDecision } from './pushRun';
import { Refusal, type SyncTransport, type Whose } from './transport';

export interface EngineSurroundings extends Surroundings {
  /** At least 0, less than 1: spreads devices that failed together. */
  readonly random: () => number;
  readonly deviceName: string;
  /** Something changed that is not in the store: a run began, came further or ended. */
  readonly onActivity: () => void;
  /** Tells what was counted, after a round; absent where nothing is. */
  readonly tell?: () => Promise<void>;
}

/** Somebody else is signed in in this browser: nothing of this store may go out under that name. */
export class SomebodyElse extends Error {
  constructor(readonly status: number) {
    super('Somebody else is signed in');
    this.name = 'SomebodyElse';
  }
}

const otherPerson = { kind: 'permission', retryable: true, code: 'device.other_person' } as const;

export function errorOf(thrown: unknown): SyncError {
  if (thrown instanceof Refusal) return errorOfAnswer(thrown.status, thrown.code);
  return thrown instanceof SomebodyElse ? otherPerson : errorOfThrown(thrown);
}

/** What waiting does not heal is tried in long steps from the first time on. */
export function beforeFailure(backoff: Backoff, error: SyncError): Backoff {
  if (error.retryable || isRepeated(backoff)) return backoff;
  return { ...backoff, tries: 5 };
}

/** Counting goes over all ids; between two counts a difference stays unseen. */
const checkEvery = 60 * 60 * 1_000;

/**
 * The device's engine over one store: saves at once, sends and receives when it is due. There is one per store, in the
 * tab that holds it; two runs never overlap.
 */
export class DeviceEngine {
  progress: Progress | null = null;
  private run: Promise<void> | null = null;
  private wanted: { byHand: boolean } | null = null;
  /** When it was last counted whether the device holds what the server says; at every start anew. */
  private checkedAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly store: Store,
    private readonly transport: SyncTransport,
    private readonly whose: Whose,
    private readonly around: EngineSurroundings,
  ) {}

  get isSyncing(): boolean {
    return this.run !== null;
  }

  save(request: string, edits: readonly LocalEdit[]): Saved {
    return saveWork(this.store, request, edits, this.around);
  }

  /** Lets parked operations try again under new ids, with the rest of their groups. */
  release(ids: readonly string[]): void {
    this.store.transact(() => {
      const outbox = wholeOutbox(this.store);
      writeDecision(this.store, outbox, release(outbox, new Set(ids), this.around.newId));
    });
  }

  /** Gives up parked operations: the rows go back to what the server has. */
  discard(ids: readonly string[]): void {
    this.store.transact(() => {
      const outbox = wholeOutbox(this.store);
      writeDecision(this.store, outbox, discard(outbox, new Set(ids)));
    });
  }

  /** Downloads everything anew, over what is here. */
  downloadAnew(): void {
    this.store.transact(() => startAnew(this.store));
  }

  /**
   * Sends and receives, each as far as it is due; one that fails does not stop the other. Asked for while a run is
   * under way, another follows it, so that what was saved meanwhile is sent too.
   */
  sync(byHand = false): Promise<void> {
    if (this.run) {
      this.wanted = { byHand: byHand || (this.wanted?.byHand ?? false) };
      return this.run;
    }
    this.run = this.rounds(byHand).finally(() => {
      this.run = null;
      this.progress = null;
      this.around.onActivity();
    });
    this.around.onActivity();
    return this.run;
  }

  private async rounds(byHand: boolean): Promise<void> {
    let next: { byHand: boolean } | null = { byHand };
    while (next) {
      this.wanted = null;
      await this.round(next.byHand);
      next = this.wanted;
    }
  }

  private async round(byHand: boolean): Promise<void> {
    const due = (which: Direction) => {
      const { backoff } = readState(this.store)[which];
      return isDue(byHand ? retryNow(backoff) : backoff, this.around.now());
    };
    const hasWork = this.store.one("SELECT 1 AS n FROM outbox WHERE state IN ('waiting', 'sent') LIMIT 1");
    let taken = 0;
    if (hasWork && due('push'))
      await this.attempt('push', async () => {
        taken = await pushRun(this.store, this.transport, this.around.now);
      });
    // What the server took is on its way back: the person should see what came of it.
    if (taken > 0 || due('pull'))
      await this.attempt('pull', () =>
        pullRun(this.store, weighed(this.store, this.transport), {
          now: this.around.now,
          isCheckDue: () => this.isCheckDue(),
          onProgress: (progress) => {
            this.progress = progress;
            this.around.onActivity();
          },
        }),
      );
    await this.around.tell?.();
  }

  private isCheckDue(): boolean {
    const now = this.around.now();
    if (Math.abs(now - this.checkedAt) < checkEvery) return false;
    this.checkedAt = now;
    return true;
  }

  private async attempt(which: Direction, work: () => Promise<void>): Promise<void> {
    const [began, { syncedAt }] = [this.around.now(), readState(this.store)];
    try {
      await this.asOurs(work);
      this.store.transact(() => writeDirection(this.store, which, { backoff: rested }));
      count(this.store, ...stageEvents(which, this.around.now() - began, true));
      if (which === 'pull') count(this.store, ...stateEvents(this.store, began, syncedAt));
    } catch (thrown) {
      const error = errorOf(thrown);
      count(this.store, ...stageEvents(which, this.around.now() - began, false));
      const now = this.around.now();
      this.store.transact(() => {
        const { backoff } = readState(this.store)[which];
        const retryAfter = thrown instanceof Refusal ? thrown.retryAfter : null;
        const next = failed(beforeFailure(backoff, error), now, this.around.random(), retryAfter);
        writeDirection(this.store, which, { backoff: next, error });
        note(this.store, now, `${which}.failed`, 0, error.code ?? error.kind);
      });
    }
  }

  /**
   * The session is the browser's, and any tab may have changed it: it is asked for before anything goes out, and the
   * device is registered for nobody but the person whose store this is.
   */
  async asOurs(work: () => Promise<void>): Promise<void> {
    await this.assertOurs();
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'sync.device_unknown')) throw error;
      await this.assertOurs();
      await this.transport.register(readState(this.store).device, this.around.deviceName);
      await this.assertOurs();
      await work();
    }
  }

  private async assertOurs(): Promise<void> {
    const now = await this.transport.whose();
    if (!now) throw new Refusal(401, 'access.not_signed_in', null, 'Nobody is signed in');
    if (now.user !== this.whose.user || now.organization !== this.whose.organization)
      throw new SomebodyElse(409);
  }
}
