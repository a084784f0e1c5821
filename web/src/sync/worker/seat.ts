import { DeviceHost, reachOf } from './host';
import type { Answer, Ask, Begin, MethodName, Reach, Relayed, ToTab } from './messages';
import { storeName } from './opfsStore';

/** How often the one that holds the store shows that it lives, and how many times it may be silent. */
const beatEvery = 3_000;
const mostMissed = 5;
const tryAgain = 500;
/**
 * A closed tab's lock is free at once, but its worker may run on for up to two seconds and write to the files that it
 * still has. Whoever waited for the lock lets that pass before it opens them.
 */
const outlives = 2_500;
/** What changes the store: answered only by one that still has the lock. */
const writes: ReadonlySet<MethodName> = new Set([
  'save',
  'addPhoto',
  'release',
  'discard',
  'downloadAnew',
  'setWifiOnly',
  'telemetryConsents',
  'withdrawTelemetry',
]);

/**
 * One tab's place at the store. Whoever has the lock holds the store and answers all; the others pass on what their
 * tabs ask. When the holder closes, the lock goes to the next. When it hangs, its beats stop and the lock is taken
 * from it: then it must let go of the files as soon as it wakes.
 */
export class Seat {
  private readonly channel: BroadcastChannel;
  private readonly waiting = new Map<string, Ask>();
  private readonly name: string;
  private host: DeviceHost | undefined;
  private missed = 0;
  private isOver = false;
  /** The browser's name for this worker, as the holder of the lock. */
  private lockOf: string | undefined;
  private queued = new AbortController();
  private letGo: () => void = () => undefined;

  constructor(
    private readonly begin: Begin,
    private readonly toTab: (news: ToTab) => void,
  ) {
    this.name = storeName(begin.whose);
    this.channel = new BroadcastChannel(this.name);
    this.channel.onmessage = ({ data }: MessageEvent<Relayed>) => this.hear(data);
    setInterval(() => this.beat(), beatEvery);
    this.reach('opening');
    this.relay({ kind: 'who_leads' });
    void this.queue(false);
  }

  ask(ask: Ask): void {
    if (this.isOver) return this.refuse(ask);
    if (this.host) return void this.answerOwn(this.host, ask);
    this.waiting.set(ask.id, ask);
    this.relay(ask);
  }

  private refuse({ id }: Ask): void {
    const fault = { code: 'no_store', message: 'There is no store on this device' } as const;
    this.toTab({ kind: 'answer', id, fault });
  }

  private reach(reach: Reach, why?: string): void {
    this.toTab({
      kind: 'reach',
      reach,
      leads: this.host !== undefined,
      ...(why === undefined ? {} : { why }),
    });
  }

  private relay(news: Relayed): void {
    this.channel.postMessage(news);
  }

  /** Waits for the lock and holds the store until this worker ends or the lock is taken from it. */
  private async queue(steal: boolean): Promise<void> {
    this.queued.abort();
    this.queued = new AbortController();
    const options = steal ? { steal } : { signal: this.queued.signal };
    try {
      const asked = performance.now();
      await navigator.locks.request(this.name, options, () =>
        this.hold(steal || performance.now() - asked > 1_000),
      );
    } catch (error) {
      const isAbort = error instanceof DOMException && error.name === 'AbortError';
      if (!isAbort) throw error;
      // No longer queued because it takes the lock at once; or the lock was taken from this tab, silent for too long.
      if (!this.host) return;
      this.host.close();
      this.host = undefined;
      void this.queue(false);
    }
  }

  private async hold(hadToWait: boolean): Promise<void> {
    if (this.isOver) return;
    this.missed = 0;
    this.lockOf = await this.holder();
    if (hadToWait) await new Promise((resolve) => setTimeout(resolve, outlives));
    const host = await this.open();
    if (!host) return this.over();
    this.host = host;
    this.reach('ready');
    this.toTab(host.status());
    this.relay({ kind: 'leads' });
    this.relay(host.status());
    for (const ask of this.waiting.values()) void this.answerOwn(host, ask);
    this.waiting.clear();
    return new Promise((resolve) => {
      this.letGo = resolve;
    });
  }

  /** Opens the store; while another worker still has its files, tries again. */
  private async open(): Promise<DeviceHost | undefined> {
    for (;;)
      try {
        return await DeviceHost.open({
          whose: this.begin.whose,
          deviceName: this.begin.deviceName,
          tell: (news) => {
            this.toTab(news);
            this.relay(news);
          },
        });
      } catch (error) {
        const reach = reachOf(error);
        this.reach(reach, error instanceof Error ? error.message : String(error));
        if (reach !== 'held') return undefined;
        await new Promise((resolve) => setTimeout(resolve, tryAgain));
      }
  }

  private async answerOwn(host: DeviceHost, ask: Ask): Promise<void> {
    const answer = await host.answer(ask);
    if (await this.mayAnswer(ask)) this.toTab(answer);
    else this.ask(ask);
    if (ask.method === 'wipe') this.afterWipe(host);
  }

  private async answerOther(host: DeviceHost, ask: Ask): Promise<void> {
    const answer = await host.answer(ask);
    if (await this.mayAnswer(ask)) this.relay(answer);
    if (ask.method === 'wipe') this.afterWipe(host);
  }

  /**
   * What is answered as stored must be stored where the next holder finds it. Asked after the commit, the lock says
   * that nobody had opened the store before it. A worker whose tab is gone never gets this answer, and says nothing:
   * the next holder is asked again.
   */
  private async mayAnswer({ method }: Ask): Promise<boolean> {
    return !writes.has(method) || (await this.holder()) === this.lockOf;
  }

  private async holder(): Promise<string | undefined> {
    const { held = [] } = await navigator.locks.query();
    return held.find((lock) => lock.name === this.name)?.clientId;
  }

  private afterWipe(host: DeviceHost): void {
    if (!host.wasWiped) return;
    this.relay({ kind: 'wiped' });
    this.closed();
    this.letGo();
  }

  private closed(): void {
    this.over();
    this.reach('closed');
  }

  private over(): void {
    this.isOver = true;
    for (const ask of this.waiting.values()) this.refuse(ask);
    this.waiting.clear();
  }

  private beat(): void {
    if (this.isOver) return;
    if (this.host) return this.relay({ kind: 'beat' });
    // Counted in ticks of this worker, not by the clock: a computer that slept has missed nothing.
    if (++this.missed <= mostMissed || this.waiting.size === 0) return;
    this.missed = 0;
    void this.queue(true);
  }

  private hear(news: Relayed): void {
    if (news.kind === 'ask') return this.host ? void this.answerOther(this.host, news) : undefined;
    if (news.kind === 'who_leads') return this.hearWho();
    if (news.kind === 'wiped') return this.closed();
    this.missed = 0;
    if (news.kind === 'leads') this.hearLeads();
    else if (news.kind === 'answer') this.hearAnswer(news);
    else if (news.kind !== 'beat') this.toTab(news);
  }

  private hearWho(): void {
    if (!this.host) return;
    this.relay({ kind: 'leads' });
    this.relay(this.host.status());
  }

  /** Whatever had no answer is asked again: the one before may have gone in the middle of it. */
  private hearLeads(): void {
    this.reach('ready');
    for (const ask of this.waiting.values()) this.relay(ask);
  }

  private hearAnswer(answer: Answer): void {
    if (this.waiting.delete(answer.id)) this.toTab(answer);
  }
}
