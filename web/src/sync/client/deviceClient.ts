import type {
  Answer,
  DeviceFault,
  DeviceMethods,
  DeviceStatus,
  LocalEdit,
  MethodName,
  Reach,
  Saved,
  ScreenAnswer,
  ScreenQuery,
  ToTab,
  ToWorker,
  Whose,
} from '../worker/messages';

/** The part of a `Worker` that is used; tests have their own. */
export interface WorkerLike {
  postMessage(message: ToWorker): void;
  onmessage: ((event: MessageEvent<ToTab>) => void) | null;
  terminate(): void;
}

/** Something could not be stored or read on this device. What was to be saved is not saved. */
export class DeviceProblem extends Error {
  constructor(
    readonly code: DeviceFault['code'],
    message: string,
  ) {
    super(message);
    this.name = 'DeviceProblem';
  }
}

/** What screens know of the device at a moment. */
export interface DeviceView {
  readonly reach: Reach;
  readonly leads: boolean;
  readonly status: DeviceStatus | null;
  /** Saves that are not stored yet. */
  readonly saving: number;
  readonly why?: string;
}

type Result<M extends MethodName> = Awaited<ReturnType<DeviceMethods[M]>>;

interface Waiting {
  readonly done: (value: unknown) => void;
  readonly failed: (problem: DeviceProblem) => void;
}

interface LiveQuery {
  readonly query: ScreenQuery;
  readonly show: (answer: ScreenAnswer) => void;
  readonly fail: (problem: DeviceProblem) => void;
  /** 0 when nothing is being read, 1 while it is, 2 when something changed meanwhile. */
  reading: 0 | 1 | 2;
}

/** The device for the screens of one tab: saves, reads, live queries and how it stands. */
export class DeviceClient {
  private readonly waiting = new Map<string, Waiting>();
  private readonly queries = new Set<LiveQuery>();
  private readonly listeners = new Set<() => void>();
  private view: DeviceView = { reach: 'opening', leads: false, status: null, saving: 0 };

  constructor(
    private readonly worker: WorkerLike,
    whose: Whose,
    deviceName: string,
  ) {
    worker.onmessage = ({ data }) => this.hear(data);
    worker.postMessage({ kind: 'begin', whose, deviceName });
  }

  /** Stores what belongs together; resolves when it is on the disk, and rejects when it is not. */
  async save(edits: readonly LocalEdit[]): Promise<Saved> {
    this.show({ saving: this.view.saving + 1 });
    try {
      return await this.ask('save', crypto.randomUUID(), edits);
    } finally {
      this.show({ saving: this.view.saving - 1 });
    }
  }

  read(query: ScreenQuery): Promise<ScreenAnswer> {
    return this.ask('read', query);
  }

  /** Shows what a query finds, now and whenever something of it changes. Answers how to stop. */
  watch(query: ScreenQuery, show: LiveQuery['show'], fail: LiveQuery['fail'] = () => undefined): () => void {
    const live: LiveQuery = { query, show, fail, reading: 0 };
    this.queries.add(live);
    this.refresh(live);
    return () => this.queries.delete(live);
  }

  ask<M extends MethodName>(method: M, ...args: Parameters<DeviceMethods[M]>): Promise<Result<M>> {
    const id = crypto.randomUUID();
    return new Promise<Result<M>>((resolve, reject) => {
      this.waiting.set(id, { done: (value) => resolve(value as Result<M>), failed: reject });
      this.worker.postMessage({ kind: 'ask', id, method, args });
    });
  }

  readonly getView = (): DeviceView => this.view;

  readonly onView = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Ends the worker; another tab takes the store, if there is one. */
  close(): void {
    this.worker.terminate();
  }

  private show(news: Partial<DeviceView>): void {
    this.view = { ...this.view, ...news };
    for (const listener of this.listeners) listener();
  }

  private hear(news: ToTab): void {
    if (news.kind === 'answer') return this.hearAnswer(news);
    if (news.kind === 'status') return this.show({ status: news.status });
    if (news.kind === 'reach') {
      const { reach, leads, why } = news;
      return this.show({ reach, leads, ...(why === undefined ? {} : { why }) });
    }
    const changed = new Set(news.tables);
    // The status of a row comes from its work and its conflicts, not from the row alone.
    for (const live of this.queries)
      if (changed.has(live.query.table) || changed.has('conflicts')) this.refresh(live);
  }

  private hearAnswer({ id, value, fault }: Answer): void {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    this.waiting.delete(id);
    if (fault) waiting.failed(new DeviceProblem(fault.code, fault.message));
    else waiting.done(value);
  }

  private refresh(live: LiveQuery): void {
    if (live.reading > 0) {
      live.reading = 2;
      return;
    }
    live.reading = 1;
    const end = (act: () => void) => {
      const again = live.reading === 2;
      live.reading = 0;
      if (!this.queries.has(live)) return;
      act();
      if (again) this.refresh(live);
    };
    this.read(live.query).then(
      (answer) => end(() => live.show(answer)),
      (problem: unknown) => end(() => live.fail(problem as DeviceProblem)),
    );
  }
}
