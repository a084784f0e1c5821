import { expect, test } from 'vitest';
import en from '../i18n/en';
import { movementKinds, signed } from './movements';

test('in and out are told apart by their sign', () => {
  expect([signed(12.5, String), signed(-3, String), signed(0, String)]).toEqual(['+12.5', '−3', '0']);
});

test('every kind of movement has a name', () => {
  expect(movementKinds.filter((kind) => !(kind in en.inventory.kinds))).toEqual([]);
});
