import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { idOfName } from './nameId';

const dns = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

test('names have the ids of RFC 9562', () => {
  expect(idOfName(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  expect(idOfName(dns, 'Blüte 🌿')).toBe(theirs('Blüte 🌿'));
});

const theirs = (name: string) => {
  const hash = createHash('sha1')
    .update(Buffer.from(dns.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest();
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  return hash
    .subarray(0, 16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};

test('of every length, as another SHA-1 makes them', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), (name) => {
      expect(idOfName(dns, name)).toBe(theirs(name));
    }),
  );
});
