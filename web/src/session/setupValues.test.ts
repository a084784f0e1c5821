import { describe, expect, test } from 'vitest';
import { emptySetup, setupBody, setupMistake, setupSteps, stepOf } from './setupValues';

const filled = {
  ...emptySetup('America/Denver'),
  setupCode: 'ABCD',
  organizationName: 'Green',
  siteName: 'North',
  license: '403-X0001',
  state: 'CO',
  fullName: 'Ana',
  email: 'ana@green.test',
  password: 'long enough pw',
};

describe('first run', () => {
  test('every field stands in exactly one step', () => {
    expect(setupSteps.flat().sort()).toEqual(Object.keys(filled).sort());
  });

  test('the site goes in its own group', () => {
    const body = setupBody(filled);
    expect(body.site).toEqual({
      name: 'North',
      license: '403-X0001',
      state: 'CO',
      timeZone: 'America/Denver',
      sandbox: false,
    });
    expect(body).not.toHaveProperty('license');
    expect(body.password).toBe('long enough pw');
  });

  test.each([
    ['organizationName', '  ', 'missing'],
    ['email', 'ana', 'email'],
    ['password', 'short', 'password'],
    ['timeZone', 'Mars/Olympus', 'zone'],
    ['timeZone', 'America/Los_Angeles', null],
  ])('%s "%s" is %s', (field, value, mistake) =>
    expect(setupMistake(field, { ...filled, [field]: value })).toBe(mistake),
  );

  test('a refused field leads back to its step', () => {
    expect(stepOf('site.license')).toBe(1);
    expect(stepOf('site.name')).toBe(1);
    expect(stepOf('SetupCode')).toBe(0);
    expect(stepOf('password')).toBe(2);
    expect(stepOf('nothing')).toBeUndefined();
  });
});
