import { rested, type Backoff } from '../backoff';
import type { SyncError } from '../errors';
import type { Photo } from '../photos/preparePhoto';
import { fieldOf } from '../tables';
import { screenRow } from './rowTable';
import { saveWork, type Saved, type Surroundings } from './saveWork';
import type { Store } from './store';

/** Photos on this device. They stand in the store itself, so that row, photo and queue are one transaction. */
export const photoTables: readonly string[] = [
  `CREATE TABLE photos (
    hash TEXT NOT NULL PRIMARY KEY,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    thumbnail BLOB,
    size INTEGER NOT NULL,
    -- 1 once the server has said that it has it: only then it may go from here.
    is_stored INTEGER NOT NULL,
    seen_at INTEGER NOT NULL) STRICT`,
  `CREATE TABLE image_upload_queue (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE REFERENCES photos (hash),
    table_name TEXT NOT NULL,
    row_id TEXT NOT NULL,
    field TEXT NOT NULL,
    bytes_done INTEGER NOT NULL DEFAULT 0,
    backoff TEXT NOT NULL,
    error TEXT) STRICT`,
  `CREATE TABLE device_settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
];

/** Photos that the server has are kept up to so many bytes; what was looked at last stays longest. */
export const mostKept = 150_000_000;

const anHour = 60 * 60 * 1_000;

/** The field of a row that names photos. */
export interface PhotoPlace {
  readonly table: string;
  readonly row: string;
  readonly field: string;
}

/** Keeps a photo and names it in its row: both, and the upload, are stored or nothing is. */
export function savePhoto(
  store: Store,
  request: string,
  { table, row, field }: PhotoPlace,
  photo: Photo,
  around: Surroundings,
): Saved {
  const declared = store.table(table);
  if (!declared || fieldOf(declared, field)?.kind !== 'text_set')
    throw new Error(`${table}.${field} holds no photos`);
  return store.transact(() => {
    const before = namedIn(screenRow(store, declared, row)?.values[field]);
    const set = { [field]: before.includes(photo.hash) ? before : [...before, photo.hash] };
    const saved = saveWork(store, request, [{ kind: 'patch', table, row, set }], around);
    if (saved.faults.length > 0) return saved;
    keepPhoto(store, photo.hash, 'image/jpeg', photo.bytes, photo.thumbnail, false, around.now());
    if (store.one('SELECT 1 AS n FROM photos WHERE hash = ? AND is_stored = 0', [photo.hash]))
      store.run(
        `INSERT INTO image_upload_queue (hash, table_name, row_id, field, backoff) VALUES (?, ?, ?, ?, ?)
          ON CONFLICT DO NOTHING`,
        [photo.hash, table, row, field, JSON.stringify(rested)],
      );
    return saved;
  });
}

/** The names in a set of texts as the store holds it. */
const namedIn = (text: string | null | undefined): readonly string[] =>
  text ? (JSON.parse(text) as string[]) : [];

/** Keeps the bytes, unless they are here already. */
export function keepPhoto(
  store: Store,
  hash: string,
  mediaType: string,
  bytes: Uint8Array,
  thumbnail: Uint8Array | null,
  isStored: boolean,
  now: number,
): void {
  store.run(
    `INSERT INTO photos (hash, media_type, bytes, thumbnail, size, is_stored, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING`,
    [hash, mediaType, bytes, thumbnail, bytes.length, isStored ? 1 : 0, now],
  );
  store.touch('photos');
}

/** A photo that waits for the server. */
export interface QueuedPhoto extends PhotoPlace {
  readonly hash: string;
  readonly mediaType: string;
  readonly size: number;
  readonly bytesDone: number;
  readonly backoff: Backoff;
  /** Why it did not go the last time. */
  readonly error?: SyncError;
}

export const queuedPhotos = (store: Store): readonly QueuedPhoto[] =>
  store
    .all(
      'SELECT q.*, p.media_type, p.size FROM image_upload_queue AS q JOIN photos AS p USING (hash) ORDER BY q.seq',
    )
    .map((row) => ({
      hash: String(row['hash']),
      table: String(row['table_name']),
      row: String(row['row_id']),
      field: String(row['field']),
      mediaType: String(row['media_type']),
      size: Number(row['size']),
      bytesDone: Number(row['bytes_done']),
      backoff: JSON.parse(String(row['backoff'])) as Backoff,
      ...(typeof row['error'] === 'string' ? { error: JSON.parse(row['error']) as SyncError } : {}),
    }));

export function noteUploaded(store: Store, hash: string, bytesDone: number): void {
  store.run('UPDATE image_upload_queue SET bytes_done = ?, backoff = ?, error = NULL WHERE hash = ?', [
    bytesDone,
    JSON.stringify(rested),
    hash,
  ]);
  store.touch('photos');
}

export function noteNotUploaded(store: Store, hash: string, backoff: Backoff, error: SyncError): void {
  store.run('UPDATE image_upload_queue SET backoff = ?, error = ? WHERE hash = ?', [
    JSON.stringify(backoff),
    JSON.stringify(error),
    hash,
  ]);
  store.touch('photos');
}

/** The server has it: from now on the copy here is one that may go when room is short. */
export function noteStored(store: Store, hash: string): void {
  store.run('DELETE FROM image_upload_queue WHERE hash = ?', [hash]);
  store.run('UPDATE photos SET is_stored = 1 WHERE hash = ?', [hash]);
  trimPhotos(store, mostKept);
  store.touch('photos');
}

/** Deletes what was looked at longest ago, and only what the server has, until the rest fits. */
export function trimPhotos(store: Store, most: number): void {
  store.run(
    `DELETE FROM photos WHERE hash IN (SELECT hash FROM (
      SELECT hash, sum(size) OVER (ORDER BY seen_at DESC, hash) AS up_to FROM photos WHERE is_stored = 1)
      WHERE up_to > ?)`,
    [most],
  );
}

/** The bytes of a photo that is here, and notes that somebody looked at it; undefined when it is not here. */
export function readPhoto(store: Store, hash: string, small: boolean, now: number): Blob | null | undefined {
  const found = store.one('SELECT media_type FROM photos WHERE hash = ?', [hash]);
  if (!found) return undefined;
  // By the hour, so that looking is not writing.
  store.run('UPDATE photos SET seen_at = ? WHERE hash = ? AND seen_at < ?', [now, hash, now - anHour]);
  const bytes = store.blob(`SELECT ${small ? 'thumbnail' : 'bytes'} FROM photos WHERE hash = ?`, [hash]);
  if (!bytes) return null;
  return new Blob([bytes], { type: small ? 'image/jpeg' : String(found['media_type']) });
}

export function readSetting(store: Store, name: string): string | null {
  const found = store.one('SELECT value FROM device_settings WHERE name = ?', [name]);
  return found ? String(found['value']) : null;
}

export function writeSetting(store: Store, name: string, value: string): void {
  store.run(
    'INSERT INTO device_settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    [name, value],
  );
  store.touch('photos');
}
