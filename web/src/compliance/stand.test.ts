import { describe, expect, test } from 'vitest';
import en from '../i18n/en';
import es from '../i18n/es';
import fr from '../i18n/fr';
import { standOf, stands, type Stand } from './stand';

const table = [
  // report, link, where it stands, badge, what is offered
  [null, null, 'not_synced', 'not_synced', 'push'],
  ['recorded', null, 'recorded', 'pending', 'wait'],
  ['claimed', null, 'claimed', 'pending', 'wait'],
  ['sent', null, 'sent', 'pending', 'wait'],
  ['confirmed', null, 'confirmed', 'pending', 'wait'],
  ['unknown', null, 'unknown', 'unknown', 'wait'],
  ['refused', null, 'refused', 'error', 'again'],
  ['needs_person', null, 'needs_person', 'error', 'decide'],
  ['verified', 'synced', 'synced', 'synced', 'linked'],
  ['verified', 'pending', 'link_pending', 'pending', 'wait'],
  ['verified', 'conflict', 'link_conflict', 'error', 'linked'],
  ['verified', 'error', 'link_error', 'error', 'linked'],
] as const;

describe('where a batch stands with Metrc', () => {
  test.each(table)('report %s and link %s: %s, badge %s, offers %s', (report, link, stand, badge, offer) => {
    const found = standOf({ domainType: 'cannabis', operationState: report, linkStatus: link });
    expect(found).toBe(stand);
    expect(stands[found]).toEqual({ badge, offer });
  });

  test('produce stands nowhere, whatever else is known', () =>
    expect(standOf({ domainType: 'produce', operationState: 'refused', linkStatus: 'error' })).toBe(
      'not_required',
    ));
});

/** What each sentence must say, and what it must never say. */
const meaning: Record<Stand, [says: RegExp, neverSays: RegExp]> = {
  not_required: [/not reported/, /refused|confirmed/],
  not_synced: [/does not know/, /refused|sent/],
  recorded: [/waits to be sent/, /refused|was sent|accepted/],
  claimed: [/about to send.*not confirmed/, /refused|accepted/],
  sent: [/was sent.*not confirmed/, /refused|accepted/],
  confirmed: [/accepted.*read back/, /refused|has confirmed/],
  unknown: [/answer was lost.*looks in Metrc before/, /refused|confirmed/],
  refused: [/Metrc refused it, or a person decided/, /confirmed/],
  needs_person: [/sends nothing until a person decides/, /refused|confirmed/],
  synced: [/has confirmed/, /refused|not/],
  link_pending: [/not been confirmed/, /refused/],
  link_conflict: [/linked, but Metrc says something else/, /refused|confirmed/],
  link_error: [/linked, but the link could not be used/, /refused|confirmed/],
};

describe('the words for it', () => {
  test.each(Object.entries(meaning))('%s', (stand, [says, neverSays]) => {
    const words = en.compliance.standWords[stand as Stand];
    expect(words).toMatch(says);
    expect(words).not.toMatch(neverSays);
  });

  test('only a refused report is to be pushed again, only an undecided one to be decided', () => {
    const saying = (words: RegExp) =>
      Object.entries(en.compliance.standNext)
        .filter(([, next]) => words.test(next))
        .map(([stand]) => stand);
    expect(saying(/push again/)).toEqual(['refused']);
    expect(saying(/decide about/)).toEqual(['needs_person']);
    expect(saying(/not enter the batch in Metrc by hand/)).toEqual(['unknown']);
  });

  test.each(Object.entries({ en, es, fr }))('in %s are of its own for every stand', (_, { compliance }) => {
    const all = Object.keys(stands).sort();
    expect(new Set(Object.values(compliance.standWords)).size).toBe(all.length);
    expect(Object.keys(compliance.standNext).sort()).toEqual(all);
    expect(Object.values(compliance.standNext).filter((next) => next.length < 10)).toEqual([]);
  });
});
