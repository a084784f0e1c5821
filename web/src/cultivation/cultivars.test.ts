import { describe, expect, test } from 'vitest';
import { cultivarBody, cultivarMistakes, cultivarValues } from './cultivarValues';
import { linkAt, linkedSites } from './strainLinkAt';

const good = { ...cultivarValues(), name: 'Blue Dream' };

describe('the cultivar form', () => {
  test.each([
    [{}, {}],
    [{ name: ' ' }, { name: 'name' }],
    [{ thcPercent: 101 }, { thcPercent: 'percent' }],
    [
      { cbdPercent: -1, sativaPercent: 'x' },
      { cbdPercent: 'percent', sativaPercent: 'percent' },
    ],
    [{ thcPercent: 0 }, {}],
    [{ thcPercent: '22.5' }, {}],
  ])('%j has the mistakes %j', (change, mistakes) =>
    expect(cultivarMistakes({ ...good, ...change })).toEqual(mistakes),
  );

  test('an empty percentage is unknown, not zero', () => {
    expect(cultivarBody({ ...good, thcPercent: '', cbdPercent: 0 })).toMatchObject({
      thcPercent: null,
      cbdPercent: 0,
    });
  });

  test('a change names the version that was seen', () => {
    expect(cultivarBody(good, 4)).toMatchObject({ version: 4 });
    expect(cultivarBody(good)).not.toHaveProperty('version');
  });
});

describe('links to strains', () => {
  const cultivar = { strainLinks: [{ siteId: 's1', metrcStrainId: 7, metrcStrainName: 'Blue Dream' }] };
  test('count only the sites that are shown', () => {
    expect(linkedSites(cultivar, [{ id: 's1' }, { id: 's2' }])).toBe(1);
    expect(linkedSites(cultivar, [{ id: 's2' }])).toBe(0);
    expect(linkAt(cultivar, 's1')?.metrcStrainId).toBe(7);
  });
});
