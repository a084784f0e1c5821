import type { Json } from './tables';

/** A table as the header of a pull announces it. */
export interface PullTable {
  readonly name: string;
  readonly version: number;
  /** The order of values in a row: `id`, `revision`, then the fields. */
  readonly fields: readonly string[];
  /** How many rows a first download brings, for the progress bar. */
  readonly rows?: number;
}

export interface PullHeader {
  readonly kind: 'header';
  readonly protocol: number;
  readonly epoch?: number;
  readonly revision: number;
  readonly first: boolean;
  /** Tables that are switched off for now: their rows and what is unsent of them stay. */
  readonly off: readonly string[];
  readonly tables: readonly PullTable[];
}

export type WireRow = readonly Json[];

export interface PullFrame {
  readonly kind: 'frame';
  readonly table: string;
  readonly created: readonly WireRow[];
  readonly updated: readonly WireRow[];
  readonly deleted: readonly string[];
  /** A first download goes on from here. */
  readonly cursor?: string;
}

export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  readonly sum: number;
}

export interface PullEnd {
  readonly kind: 'end';
  readonly revision: number;
  readonly cursor: string;
  readonly digests: readonly TableDigest[];
}

export type PullLine = PullHeader | PullFrame | PullEnd;

/** The stream ended early or does not read as a pull: what came before is whole, what should follow is not here. */
export class StreamBroken extends Error {
  constructor(
    readonly why: 'truncated' | 'unreadable' | 'too_long',
    message: string,
  ) {
    super(message);
    this.name = 'StreamBroken';
  }
}

/** No frame of ours is nearly as long; a stranger's answer must not fill the memory. */
const longestLine = 32 * 1024 * 1024;

/** The lines of a text stream; the last one only when it ended with a line break. */
async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let parts: string[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      const pieces = textOf(decoder, value).split('\n');
      const rest = pieces.pop() ?? '';
      for (const piece of pieces) {
        yield parts.join('') + piece;
        [parts, length] = [[], 0];
      }
      parts.push(rest);
      length += rest.length;
      if (length > longestLine) throw new StreamBroken('too_long', 'A line of the answer does not end');
    }
    if (length > 0) throw new StreamBroken('truncated', 'The answer ended in the middle of a line');
  } finally {
    // Whoever stops early, or finds a fault, does not let the rest come down the line.
    await reader.cancel();
  }
}

function textOf(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch {
    throw new StreamBroken('unreadable', 'The answer is no UTF-8');
  }
}

/**
 * Reads the answer to a pull line by line: a header, frames, and the last line, without which it is incomplete. Every
 * line is checked before it is handed on, so that nothing half-read reaches the store.
 */
export async function* readPull(stream: ReadableStream<Uint8Array>): AsyncGenerator<PullLine> {
  let header: PullHeader | undefined;
  let ended = false;
  for await (const text of linesOf(stream)) {
    if (ended) throw unreadable('something follows the last line');
    const line = parse(text);
    if (!header) {
      header = readHeader(line);
      yield header;
    } else if (line['end'] === true) {
      ended = true;
      yield readEnd(line);
    } else yield readFrame(line, header);
  }
  if (!ended) throw new StreamBroken('truncated', 'The answer ended before its last line');
}

type Line = Readonly<Record<string, unknown>>;

const unreadable = (what: string) => new StreamBroken('unreadable', `The answer cannot be read: ${what}`);

const isLine = (value: unknown): value is Line => typeof value === 'object' && value !== null;
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function parse(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable('a line is no JSON');
  }
  if (!isLine(value)) throw unreadable('a line is no object');
  return value;
}

function readHeader(line: Line): PullHeader {
  const { protocol, epoch, revision, first, off = [], tables } = line;
  if (!isCount(protocol) || !isCount(revision) || typeof first !== 'boolean' || !Array.isArray(tables))
    throw unreadable('its header');
  if (!isTexts(off)) throw unreadable('the tables that are off');
  return {
    kind: 'header',
    protocol,
    revision,
    first,
    off,
    tables: (tables as readonly unknown[]).map(readTable),
    ...(isCount(epoch) ? { epoch } : {}),
  };
}

function readTable(value: unknown): PullTable {
  if (!isLine(value)) throw unreadable('a table of its header');
  const { name, version, fields, rows } = value;
  if (typeof name !== 'string' || !isCount(version) || !isTexts(fields))
    throw unreadable('a table of its header');
  if (fields[0] !== 'id' || fields[1] !== 'revision') throw unreadable(`${name} does not begin with its id`);
  return { name, version, fields, ...(isCount(rows) ? { rows } : {}) };
}

function readFrame(line: Line, header: PullHeader): PullFrame {
  const { table: name, created = [], updated = [], deleted = [], cursor } = line;
  const table = header.tables.find((one) => one.name === name);
  if (!table) throw unreadable(`a frame of a table that its header does not name`);
  if (!isTexts(deleted)) throw unreadable(`${table.name}: what is deleted`);
  return {
    kind: 'frame',
    table: table.name,
    created: readRows(created, table),
    updated: readRows(updated, table),
    deleted,
    ...(typeof cursor === 'string' ? { cursor } : {}),
  };
}

function readRows(rows: unknown, table: PullTable): readonly WireRow[] {
  const whole = (row: unknown): row is WireRow =>
    Array.isArray(row) && row.length === table.fields.length && typeof row[0] === 'string' && isCount(row[1]);
  if (!Array.isArray(rows) || !rows.every(whole)) throw unreadable(`${table.name}: a row has another form`);
  return rows;
}

function readEnd(line: Line): PullEnd {
  const { revision, cursor, digests = [] } = line;
  if (!isCount(revision) || typeof cursor !== 'string' || !Array.isArray(digests))
    throw unreadable('its last line');
  return { kind: 'end', revision, cursor, digests: (digests as readonly unknown[]).map(readDigest) };
}

function readDigest(value: unknown): TableDigest {
  if (!isLine(value)) throw unreadable('a count of its last line');
  const { table, rows, sum } = value;
  if (typeof table !== 'string' || !isCount(rows) || !isCount(sum))
    throw unreadable('a count of its last line');
  return { table, rows, sum };
}
