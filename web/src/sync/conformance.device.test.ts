import { describe, expect, test } from 'vitest';
import { examples } from '../../test/syncExamples';
import { failed, rested } from './backoff';
import { chunk, requestLimits, type ChunkLimits, type Sendable } from './chunks';
import { earlierRows, type EarlierRows } from './downloads';
import type { Operation } from './operation';
import { append, toSend, type OutboxState } from './outbox';

interface ChunkExample {
  readonly limits?: ChunkLimits;
  readonly count?: number;
  readonly bytes?: number;
  readonly outbox: Sendable[];
  readonly expect: {
    readonly requests?: string[][];
    readonly tooLarge?: string[][];
    readonly sizes?: number[];
  };
}

const ids = (lists: readonly (readonly Sendable[])[]) => lists.map((list) => list.map((one) => one.id));

describe('chunks', () => {
  test.each(examples<ChunkExample>('chunks'))(
    '$name',
    ({ limits, count = 0, bytes = 10, outbox, expect: expected }) => {
      const more = Array.from({ length: count }, (_, place) => ({ id: `o${place}`, bytes }));
      const { requests, tooLarge } = chunk([...outbox, ...more], limits ?? requestLimits);
      if (expected.requests) expect(ids(requests)).toEqual(expected.requests);
      if (expected.sizes) expect(requests.map((one) => one.length)).toEqual(expected.sizes);
      expect(ids(tooLarge)).toEqual(expected.tooLarge ?? []);
    },
  );
});

interface SendingExample {
  readonly outbox: (Pick<Operation, 'id' | 'row' | 'kind' | 'group'> & {
    readonly table?: string;
    readonly state: OutboxState;
  })[];
  readonly tried: string[];
  readonly expect: string[];
}

describe('sending', () => {
  test.each(examples<SendingExample>('sending'))('$name', ({ outbox, tried, expect: expected }) => {
    const operations = outbox.map(({ id, row, kind, table = 'notes', group }): Operation => ({
      ...{ id, row, kind, table, base: 0, at: '2026-11-20T08:00:00.000Z' },
      ...(group === undefined ? {} : { group }),
    }));
    const stored = append([], 1, operations).map((one, place) => ({ ...one, state: outbox[place]!.state }));
    expect(toSend(stored, new Set(tried)).map((one) => one.id)).toEqual(expected);
  });
});

interface DownloadExample {
  readonly known: string[];
  readonly kept: string[];
  readonly header: { readonly first: boolean; readonly off: string[] };
  readonly expect: EarlierRows;
}

describe('downloads', () => {
  test.each(examples<DownloadExample>('downloads'))('$name', ({ known, header, kept, expect: expected }) => {
    expect(earlierRows(known, header, kept)).toEqual(expected);
  });
});

interface BackoffExample {
  readonly tries: number;
  readonly random: number;
  readonly now?: string;
  readonly retryAfter?: string;
  readonly expect: { readonly delayMs: number };
}

describe('backoff', () => {
  test.each(examples<BackoffExample>('backoff'))(
    '$name',
    ({ tries, random, now: at, retryAfter, expect: expected }) => {
      const now = Date.parse(at ?? '2026-11-20T12:00:00Z');
      const state = failed({ ...rested, tries: tries - 1 }, now, random, retryAfter);
      expect(state.tries).toBe(tries);
      expect(state.nextAt - now).toBe(expected.delayMs);
    },
  );
});
