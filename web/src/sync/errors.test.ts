import { describe, expect, test } from 'vitest';
import en from '../i18n/en/sync.json';
import es from '../i18n/es/sync.json';
import fr from '../i18n/fr/sync.json';
import { errorKinds, errorOfAnswer, errorOfRefusal, errorOfThrown, sentenceOf } from './errors';
import { StreamBroken } from './frames';

test.each([
  [0, 'network', true],
  [400, 'validation', false],
  [403, 'permission', false],
  [408, 'timeout', true],
  [409, 'conflict', false],
  [413, 'validation', false],
  [422, 'validation', false],
  [426, 'schema_mismatch', false],
  [429, 'network', true],
  [500, 'unknown', true],
  [502, 'network', true],
  [503, 'network', true],
  [504, 'timeout', true],
  [418, 'unknown', true],
] as const)('an answer of %i is %s, to be tried again: %s', (status, kind, retryable) =>
  expect(errorOfAnswer(status)).toEqual({ kind, retryable }),
);

test('a lost place in the history is mended by downloading anew, an old token by a new one', () => {
  expect(errorOfAnswer(410, 'sync.resync_required')).toEqual({
    kind: 'schema_mismatch',
    retryable: true,
    first: 'resync',
    code: 'sync.resync_required',
  });
  expect(errorOfAnswer(401)).toEqual({ kind: 'permission', retryable: true, first: 'refresh_token' });
});

test.each([
  [new TypeError('Failed to fetch'), 'network'],
  [new DOMException('late', 'TimeoutError'), 'timeout'],
  [new DOMException('stopped', 'AbortError'), 'timeout'],
  [new StreamBroken('truncated', 'cut'), 'network'],
  [new Error('bug'), 'unknown'],
  ['nonsense', 'unknown'],
] as const)('%s is thrown by a failure of class %s', (thrown, kind) =>
  expect(errorOfThrown(thrown)).toEqual({ kind, retryable: true }),
);

test('an answer that does not read as a pull is not the network’s fault', () =>
  expect(errorOfThrown(new StreamBroken('unreadable', 'html')).kind).toBe('unknown'));

test('a refused operation waits for a person, unless the server says otherwise', () => {
  const refused = (code: string, more = {}) => errorOfRefusal({ id: 'a', status: 'rejected', code, ...more });
  expect(refused('sync.not_allowed')).toEqual({
    kind: 'permission',
    retryable: false,
    code: 'sync.not_allowed',
  });
  expect(refused('sync.field_unknown')).toMatchObject({ kind: 'schema_mismatch', retryable: false });
  expect(refused('sync.operation_expired')).toMatchObject({ kind: 'conflict', retryable: false });
  expect(refused('batch.number_taken')).toMatchObject({ kind: 'validation', retryable: false });
  expect(refused('sync.parent_unknown', { retryable: true }).retryable).toBe(true);
});

describe.each([
  ['en', en],
  ['es', es],
  ['fr', fr],
])('%s', (_, words) => {
  test('has a sentence for every class', () => {
    const kinds = Object.keys(errorKinds);
    expect(Object.keys(words.errors).sort()).toEqual(kinds.sort());
    for (const sentence of Object.values(words.errors)) expect(sentence).toMatch(/^\p{Lu}.{20,}\.$/u);
  });
});

test('a class names its sentence', () => expect(sentenceOf('timeout')).toBe('sync.errors.timeout'));
