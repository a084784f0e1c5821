import { expect, test } from 'vitest';
import { initials } from './initials';

test.each([
  ['Sam Whitfield', 'SW'],
  ['  ana  maría de souza ', 'AS'],
  ['Cher', 'C'],
  ['𝒜lan Ölund', '𝒜Ö'],
  ['', ''],
])('%j is %j', (name, letters) => expect(initials(name)).toBe(letters));
