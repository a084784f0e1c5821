import { describe, expect, test } from 'vitest';
import { may } from '../session/permissions';
import { currentItem, navFor } from './nav';

const keysFor = (...permissions: string[]) =>
  navFor((permission) => may({ permissions }, permission)).map((item) => item.key);

describe('the menu', () => {
  test('without permissions holds only what everyone may see', () => {
    expect(keysFor()).toEqual(['today', 'devices', 'device', 'settings']);
  });

  test('grows with each permission', () => {
    expect(keysFor('batch:view', 'inventory:view')).toEqual([
      'today',
      'batches',
      'cultivars',
      'inventory',
      'devices',
      'device',
      'settings',
    ]);
    expect(keysFor('compliance:view')).toContain('credentials');
    expect(keysFor('compliance:view')).not.toContain('users');
  });

  test.each([
    ['/', 'today'],
    ['/batches/0190/edit', 'batches'],
    ['/compliance', 'compliance'],
    ['/compliance/history', 'history'],
    ['/admin/compliance', 'credentials'],
  ])('%s belongs to %s', (path, key) => expect(currentItem(path)?.key).toBe(key));

  test('an address that only begins alike is not the same screen', () => {
    expect(currentItem('/batchesx')).toBeUndefined();
  });
});
