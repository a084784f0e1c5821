import { fieldOf, type FieldKind, type SyncField, type SyncTable } from './tables';

/**
 * The device's store as SQL, made from the declarations. Each synced table is kept twice: `tasks` as the screens see
 * it, and in `server_tasks` the last row of the server, for rows with unsent work only.
 */

/** Names of columns are quoted: `position`, `rule` or a word that SQLite will reserve one day. */
const quoted = (name: string) => `"${name}"`;

const columnType = (kind: FieldKind) => (kind === 'whole_number' || kind === 'boolean' ? 'INTEGER' : 'TEXT');

/** Values are kept as on the wire; decimals as text, because SQLite's numbers would lose digits; true is 1. */
const column = (field: SyncField) => `${quoted(field.name)} ${columnType(field.kind)}`;

export const serverTable = (table: SyncTable) => `server_${table.name}`;
export const searchTable = (table: SyncTable) => `search_${table.name}`;

const searched = (table: SyncTable) => table.fields.filter((field) => field.searched);

/** The two tables of a declaration. Required fields may be empty here: the server judges, the device keeps. */
export function tableSql(table: SyncTable): readonly string[] {
  const columns = ['id TEXT NOT NULL PRIMARY KEY', 'revision INTEGER NOT NULL', ...table.fields.map(column)];
  const gone = 'deleted INTEGER NOT NULL DEFAULT 0';
  return [
    `CREATE TABLE ${table.name} (${columns.join(', ')}) STRICT`,
    `CREATE TABLE ${serverTable(table)} (${[...columns, gone].join(', ')}) STRICT, WITHOUT ROWID`,
  ];
}

/** Made after the first download: filling a table is faster without them. */
export function indexSql(table: SyncTable): readonly string[] {
  return table.fields
    .filter((field) => field.indexed)
    .map((field) => `CREATE INDEX ${table.name}_${field.name} ON ${table.name} (${quoted(field.name)})`);
}

/** Full-text search over what the declaration names, kept by triggers; filled once with `fillSearchSql`. */
export function searchSql(table: SyncTable): readonly string[] {
  const fields = searched(table).map((field) => quoted(field.name));
  if (fields.length === 0) return [];
  const [name, search] = [table.name, searchTable(table)];
  const of = (row: string) => fields.map((field) => `${row}.${field}`).join(', ');
  const list = fields.join(', ');
  const add = `INSERT INTO ${search} (rowid, ${list}) VALUES (new.rowid, ${of('new')});`;
  const take = `INSERT INTO ${search} (${search}, rowid, ${list}) VALUES ('delete', old.rowid, ${of('old')});`;
  return [
    `CREATE VIRTUAL TABLE ${search} USING fts5 (${list}, content='${name}', content_rowid='rowid', ` +
      `tokenize='unicode61 remove_diacritics 2', prefix='2 3')`,
    `CREATE TRIGGER ${search}_add AFTER INSERT ON ${name} BEGIN ${add} END`,
    `CREATE TRIGGER ${search}_take AFTER DELETE ON ${name} BEGIN ${take} END`,
    `CREATE TRIGGER ${search}_change AFTER UPDATE OF ${list} ON ${name} BEGIN ${take} ${add} END`,
  ];
}

/** Fills the search anew from the rows; undefined where nothing is searched. */
export const fillSearchSql = (table: SyncTable): string | undefined =>
  searched(table).length === 0
    ? undefined
    : `INSERT INTO ${searchTable(table)} (${searchTable(table)}) VALUES ('rebuild')`;

/** What the engine itself keeps. The first row of `sync_state` is the only one. */
const engineTables: readonly string[] = [
  `CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    group_id TEXT,
    table_name TEXT NOT NULL,
    row_id TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'answered', 'parked')),
    bytes INTEGER NOT NULL,
    operation TEXT NOT NULL,
    result TEXT) STRICT`,
  `CREATE TABLE sync_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    cursor TEXT,
    epoch INTEGER,
    revision INTEGER NOT NULL DEFAULT 0,
    is_first INTEGER NOT NULL DEFAULT 1,
    synced_at INTEGER,
    tries INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER NOT NULL DEFAULT 0,
    held_until INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE TABLE sync_tables (
    name TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    -- Switched off during a whole download: what is gone is known when it is on again.
    kept INTEGER NOT NULL DEFAULT 0,
    row_count INTEGER NOT NULL DEFAULT 0,
    row_sum INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID`,
  // Frames of a later pull wait here and are applied with its last line, so that no half of it is seen.
  `CREATE TABLE sync_staged (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    table_name TEXT NOT NULL,
    sort TEXT NOT NULL CHECK (sort IN ('created', 'updated', 'deleted')),
    fields TEXT NOT NULL,
    body TEXT NOT NULL) STRICT`,
  'CREATE INDEX outbox_row ON outbox (table_name, row_id)',
  'INSERT INTO sync_state (one) VALUES (1)',
  // The rows whose looks an operation changes: its own, and all others that a step writes.
  `CREATE TABLE outbox_touches (
    table_name TEXT NOT NULL,
    row_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (table_name, row_id, seq)) STRICT, WITHOUT ROWID`,
  'CREATE INDEX outbox_touches_seq ON outbox_touches (seq)',
  `CREATE TRIGGER outbox_own AFTER INSERT ON outbox BEGIN
    INSERT INTO outbox_touches (table_name, row_id, seq) VALUES (new.table_name, new.row_id, new.seq); END`,
  `CREATE TRIGGER outbox_gone AFTER DELETE ON outbox BEGIN
    DELETE FROM outbox_touches WHERE seq = old.seq; END`,
];

/** What a store of an earlier form lacks, by that form. Its outbox stays as it is. */
export const upgradeSql: Readonly<Record<number, readonly string[]>> = {
  1: [
    ...engineTables.slice(-4),
    'INSERT INTO outbox_touches (table_name, row_id, seq) SELECT table_name, row_id, seq FROM outbox',
  ],
};

/** Everything for a new store, in its order. */
export function storeSql(tables: readonly SyncTable[]): readonly string[] {
  const versions = tables.map(
    (table) => `INSERT INTO sync_tables (name, version) VALUES ('${table.name}', ${table.version})`,
  );
  return [
    ...engineTables,
    ...tables.flatMap((table) => [...tableSql(table), ...indexSql(table), ...searchSql(table)]),
    ...versions,
  ];
}

/**
 * Loads rows of a frame in one statement from their JSON, the parameter: an array of rows in the order of `fields`, the
 * names in the header of the pull. Fields that this app does not know are left out, those the server does not send are
 * as in a new row. A row that is there already is overwritten, through the triggers.
 */
export function loadSql(table: SyncTable, fields: readonly string[]): string {
  const known = fields.flatMap((name, place) =>
    name === 'id' || name === 'revision' || fieldOf(table, name) ? [{ name: quoted(name), place }] : [],
  );
  const missing = table.fields.filter((field) => field.initial !== null && !fields.includes(field.name));
  const names = [...known.map(({ name }) => name), ...missing.map((field) => quoted(field.name))];
  const values = [...known.map(({ place }) => `value ->> ${place}`), ...missing.map(initialOf)];
  const update = known.filter(({ name }) => name !== '"id"').map(({ name }) => `${name} = excluded.${name}`);
  // Without WHERE the parser takes ON for a part of the join.
  return (
    `INSERT INTO ${table.name} (${names.join(', ')}) SELECT ${values.join(', ')} FROM json_each(?1) WHERE true ` +
    `ON CONFLICT (id) DO UPDATE SET ${update.join(', ')}`
  );
}

function initialOf(field: SyncField): string {
  const text = field.initial ?? '';
  if (field.kind === 'boolean') return text === 'true' ? '1' : '0';
  return columnType(field.kind) === 'INTEGER' ? text : `'${text.replaceAll("'", "''")}'`;
}
