import { plainDecimal } from './decimal';
import { isDay, plainMoment } from './moment';
import type { FieldKind, Json, SyncField } from './tables';

/** Why a value cannot stand in a field. */
export type FieldFault =
  | 'empty'
  | 'not_text'
  | 'half_character'
  | 'nul'
  | 'too_long'
  | 'not_id'
  | 'not_whole'
  | 'not_decimal'
  | 'not_boolean'
  | 'not_date'
  | 'not_moment'
  | 'not_set'
  | 'too_many';

/** A value's canonical text (two values are the same when their texts are), or what is wrong with it. */
export type FieldRead =
  { readonly ok: true; readonly text: string | null } | { readonly ok: false; readonly fault: FieldFault };

const good = (text: string | null): FieldRead => ({ ok: true, text });
const bad = (fault: FieldFault): FieldRead => ({ ok: false, fault });
const readAs = (text: string | undefined, fault: FieldFault): FieldRead =>
  text === undefined ? bad(fault) : good(text);

/** What the server counts as blank: not quite what `trim` does. */
const blank = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*$/;
const halfCharacter = /\p{Surrogate}/u;
const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads one value of a row, as `FieldText.TryRead` of the server does. */
export function readField(field: SyncField, json: Json): FieldRead {
  if (json === null) return field.required ? bad('empty') : good(null);
  switch (field.kind) {
    case 'text':
      return typeof json === 'string' ? readText(field, json) : bad('not_text');
    case 'uuid':
      return readAs(
        matching(json, (text) => (id.test(text) ? text : undefined), true),
        'not_id',
      );
    case 'whole_number':
      return typeof json === 'number' && Number.isSafeInteger(json) ? good(String(json)) : bad('not_whole');
    case 'decimal_number':
      return readAs(matching(json, plainDecimal), 'not_decimal');
    case 'boolean':
      return typeof json === 'boolean' ? good(String(json)) : bad('not_boolean');
    case 'date':
      return readAs(
        matching(json, (text) => (isDay(text) ? text : undefined)),
        'not_date',
      );
    case 'moment':
      return readAs(matching(json, plainMoment), 'not_moment');
    case 'text_set':
      return readSet(field, json);
  }
}

function matching(json: Json, read: (text: string) => string | undefined, small = false): string | undefined {
  if (typeof json !== 'string') return undefined;
  return read(small ? json.toLowerCase() : json);
}

function readText(field: SyncField, text: string): FieldRead {
  if (halfCharacter.test(text)) return bad('half_character');
  if (text.length > field.maxLength) return bad('too_long');
  if (text.includes('\0')) return bad('nul');
  return field.required && blank.test(text) ? bad('empty') : good(text);
}

function readSet(field: SyncField, json: Json): FieldRead {
  if (!Array.isArray(json)) return bad('not_set');
  if (json.length > field.maxLength) return bad('too_many');
  const entries: string[] = [];
  for (const entry of json as readonly Json[]) {
    if (typeof entry !== 'string' || entry.includes('\0') || halfCharacter.test(entry)) return bad('not_set');
    entries.push(entry);
  }
  return good(setText(entries));
}

/** The one text of a set: sorted by UTF-16 units, as the server sorts, and each entry once. */
export const setText = (entries: Iterable<string>): string =>
  JSON.stringify([...new Set(entries)].sort((one, other) => (one < other ? -1 : 1)));

/** The entries behind the canonical text of a set. */
export const entriesOf = (text: string | null): readonly string[] =>
  text === null ? [] : (JSON.parse(text) as string[]);

/** The value on the wire that a canonical text stands for. */
export function jsonOf(kind: FieldKind, text: string | null): Json {
  if (text === null) return null;
  return kind === 'whole_number' || kind === 'boolean' || kind === 'text_set'
    ? (JSON.parse(text) as Json)
    : text;
}
