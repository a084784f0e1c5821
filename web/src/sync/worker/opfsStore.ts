import sqlite3InitModule, { type Database, type SAHPoolUtil } from '@sqlite.org/sqlite-wasm';
import { openStore } from '../store/openStore';
import type { Store } from '../store/store';
import { syncedTables } from '../tables.generated';
import type { Whose } from './transport';

/** This browser has no private file system, or none that a worker can write to at once. */
export class StorageUnsupported extends Error {
  constructor() {
    super('This browser cannot keep files for this site');
    this.name = 'StorageUnsupported';
  }
}

export interface OpenStore {
  readonly store: Store;
  /** Lets go of the files; another worker can open them then. */
  close(): void;
  /** Deletes everything of this store. */
  wipe(): Promise<void>;
}

const fileName = '/store.sqlite3';

const hasFiles = () =>
  'storage' in navigator &&
  'getDirectory' in navigator.storage &&
  'FileSystemFileHandle' in globalThis &&
  'createSyncAccessHandle' in FileSystemFileHandle.prototype;

/** The name of a store: of one person of one organisation in this browser. */
export const storeName = ({ user, organization }: Whose) => `tendril-${organization}-${user}`;

const optionsOf = (name: string) => ({
  name,
  directory: `/${name}`,
  initialCapacity: 8,
  // The package's own default deletes a pool that it cannot open: a second tab would take what is unsent with it.
  preserveOnInitFailure: true,
  // Tried again while another worker lets go of the files.
  forceReinitIfPreviouslyFailed: true,
});

let loading: ReturnType<typeof sqlite3InitModule> | undefined;

/**
 * Opens the store on the browser's private file system. The pool of files keeps exclusive handles: a second worker
 * fails here until the first one lets go.
 */
export async function openOpfsStore(
  whose: Whose,
  onChange: (changed: ReadonlySet<string>) => void,
): Promise<OpenStore> {
  if (!hasFiles()) throw new StorageUnsupported();
  const sqlite = await (loading ??= sqlite3InitModule());
  const pool: SAHPoolUtil = await sqlite.installOpfsSAHPoolVfs(optionsOf(storeName(whose)));
  if (pool.isPaused()) await pool.unpauseVfs();
  let db: Database | undefined;
  try {
    db = new pool.OpfsSAHPoolDb(fileName);
    const store = openStore(db, syncedTables, { onChange, user: whose.user });
    return {
      store,
      close: () => {
        store.close();
        pool.pauseVfs();
      },
      wipe: async () => {
        store.close();
        await pool.wipeFiles();
        await pool.removeVfs();
      },
    };
  } catch (error) {
    db?.close();
    pool.pauseVfs();
    throw error;
  }
}
