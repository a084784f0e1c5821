import { describe, expect, test } from 'vitest';
import { preferredLanguage } from '../i18n';
import { may } from './permissions';
import { placeAfterSignIn } from './placeAfterSignIn';

describe('after signing in', () => {
  test.each([
    ['/batches?status=active', '/batches?status=active'],
    ['https://elsewhere.example', '/'],
    ['//elsewhere.example', '/'],
    ['/\\elsewhere.example', '/'],
    ['/sign-in?next=/batches', '/'],
    ['/new-password', '/'],
    [undefined, '/'],
  ])('%s leads to %s', (next, place) => expect(placeAfterSignIn(next)).toBe(place));
});

describe('permissions', () => {
  test('a screen without a permission is open', () => expect(may({ permissions: [] }, undefined)).toBe(true));
  test('view is not edit', () => {
    expect(may({ permissions: ['batch:view'] }, 'batch:view')).toBe(true);
    expect(may({ permissions: ['batch:view'] }, 'batch:edit')).toBe(false);
  });
});

describe('the first language', () => {
  test.each([
    ['fr', ['en-US'], 'fr'],
    [null, ['es-MX', 'en'], 'es'],
    ['xx', ['de', 'fr-CA'], 'fr'],
    [null, ['de'], 'en'],
  ])('remembered %s, browser %j: %s', (remembered, browser, language) =>
    expect(preferredLanguage(remembered, browser)).toBe(language),
  );
});
