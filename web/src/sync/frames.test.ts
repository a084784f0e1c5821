import { describe, expect, test } from 'vitest';
import { readPull, StreamBroken, type PullLine } from './frames';

const header = {
  protocol: 1,
  epoch: 2,
  revision: 9,
  first: false,
  off: ['series'],
  tables: [{ name: 'tasks', version: 1, fields: ['id', 'revision', 'title'] }],
};
const frame = { table: 'tasks', created: [['a', 8, 'Wässern 🌿']], cursor: 'c1' };
const end = { end: true, revision: 9, cursor: 'c2', digests: [{ table: 'tasks', rows: 1, sum: 77 }] };

const lines = (...parts: unknown[]) => parts.map((part) => `${JSON.stringify(part)}\n`).join('');

/** A stream of the bytes, cut into pieces of the given size: also in the middle of a character. */
function streamOf(text: string | Uint8Array, size = 7, onCancel?: () => void): ReadableStream<Uint8Array> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at + size));
      at += size;
    },
    cancel: () => onCancel?.(),
  });
}

async function read(stream: ReadableStream<Uint8Array>): Promise<{ got: PullLine[]; broken?: StreamBroken }> {
  const got: PullLine[] = [];
  try {
    for await (const line of readPull(stream)) got.push(line);
    return { got };
  } catch (thrown) {
    if (thrown instanceof StreamBroken) return { got, broken: thrown };
    throw thrown;
  }
}

describe('a whole answer', () => {
  test.each([1, 2, 3, 64, 100_000])('is read the same in pieces of %i bytes', async (size) => {
    const { got, broken } = await read(streamOf(lines(header, frame, end), size));
    expect(broken).toBeUndefined();
    expect(got).toEqual([
      { kind: 'header', ...header },
      { kind: 'frame', updated: [], deleted: [], ...frame },
      { kind: 'end', revision: 9, cursor: 'c2', digests: end.digests },
    ]);
  });

  test('may have no frames, and no counts', async () => {
    const { got } = await read(streamOf(lines(header, { end: true, revision: 9, cursor: 'c' })));
    expect(got.map((line) => line.kind)).toEqual(['header', 'end']);
    expect(got[0]).toMatchObject({ off: ['series'] });
    expect(got[1]).toMatchObject({ digests: [] });
  });

  test('of a server that switches nothing off', async () => {
    const { got } = await read(streamOf(lines({ ...header, off: undefined }, end)));
    expect(got[0]).toMatchObject({ off: [] });
  });

  test('may bring more than this app knows', async () => {
    const { broken } = await read(streamOf(lines({ ...header, new: 1 }, { ...frame, new: [] }, end)));
    expect(broken).toBeUndefined();
  });
});

describe('a broken answer', () => {
  test.each([
    ['nothing at all', ''],
    ['no last line', lines(header, frame)],
    ['half a line', lines(header, frame).slice(0, -5)],
    ['a last line without its break', lines(header, frame, end).slice(0, -1)],
  ])('%s is noticed as cut off', async (_, text) => {
    const { got, broken } = await read(streamOf(text));
    expect(broken?.why).toBe('truncated');
    expect(got.some((line) => line.kind === 'end')).toBe(false);
  });

  test('hands on the whole frames before the break', async () => {
    const { got } = await read(streamOf(lines(header, frame) + '{"table":"tasks","created":[["b",8,'));
    expect(got.map((line) => line.kind)).toEqual(['header', 'frame']);
  });

  test.each([
    ['a page of a proxy', '<html>\n'],
    ['no header', lines(frame, end)],
    ['a header that is a list', lines([header])],
    ['a header without a revision', lines({ ...header, revision: undefined }, end)],
    ['a header of no protocol', lines({ ...header, protocol: '1' }, end)],
    ['a header that does not say whether it is the first', lines({ ...header, first: 1 }, end)],
    ['a header in which what is off is no name', lines({ ...header, off: [1] }, end)],
    ['a line that is nothing', lines(header, null, end)],
    ['a header without tables', lines({ ...header, tables: undefined })],
    [
      'a table that does not begin with its id',
      lines({ ...header, tables: [{ ...header.tables[0], fields: ['x'] }] }),
    ],
    ['a table that was not announced', lines(header, { ...frame, table: 'harvests' }, end)],
    ['a row that is too short', lines(header, { ...frame, created: [['a', 8]] }, end)],
    ['a row without a revision', lines(header, { ...frame, updated: [['a', 'x', 'y']] }, end)],
    ['a deleted row that is no id', lines(header, { ...frame, deleted: [1] }, end)],
    ['a last line without a cursor', lines(header, { end: true, revision: 9 })],
    ['a count that is none', lines(header, { ...end, digests: [{ table: 'tasks', rows: -1, sum: 0 }] })],
    ['something after the last line', lines(header, end, frame)],
  ])('%s is not believed', async (_, text) => {
    const { broken } = await read(streamOf(text));
    expect(broken?.why).toBe('unreadable');
  });

  test('half a line after the last one is not taken for nothing', async () => {
    const { broken } = await read(streamOf(`${lines(header, end)}{"tab`));
    expect(broken?.why).toBe('truncated');
  });

  test('bytes that are no text are not believed', async () => {
    const bytes = new TextEncoder().encode(lines(header, frame, end));
    // The first byte of the leaf.
    bytes[bytes.indexOf(0xf0)] = 0xff;
    expect((await read(streamOf(bytes))).broken?.why).toBe('unreadable');
  });

  test('a line without an end does not fill the memory', async () => {
    let pieces = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        if (++pieces > 8) controller.close();
        else controller.enqueue(new Uint8Array(8 * 1024 * 1024).fill(0x61));
      },
    });
    expect((await read(endless)).broken?.why).toBe('too_long');
  });

  test('is not read on, and neither is one that nobody wants any more', async () => {
    let cancelled = 0;
    await read(streamOf('<html>\n'.repeat(50), 7, () => cancelled++));
    for await (const line of readPull(streamOf(lines(header, frame, end), 7, () => cancelled++)))
      if (line.kind === 'header') break;
    expect(cancelled).toBe(2);
  });
});
