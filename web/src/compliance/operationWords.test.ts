import { describe, expect, test } from 'vitest';
import { Problem } from '../api/problem';
import type { Difference, OperationDetail } from '../api/types';
import { decisionMistake, differencesKey, knownDifferences, operationOffer } from './operationWords';

describe('an operation that waits for a person', () => {
  test('is offered an earlier look only while it waits for one', () => {
    expect(
      ['recorded', 'unknown', 'confirmed'].map((state) => operationOffer(state as 'unknown').now),
    ).toEqual([true, true, true]);
    expect(
      operationOffer('claimed').now || operationOffer('sent').now || operationOffer('verified').now,
    ).toBe(false);
  });

  test('is pushed anew when Metrc refused it, decided when nobody could tell', () => {
    expect(operationOffer('refused')).toEqual({ now: false, pushAgain: true, resolve: false });
    expect(operationOffer('needs_person')).toEqual({ now: false, pushAgain: false, resolve: true });
    expect(operationOffer('unknown').resolve).toBe(false);
  });

  test('a decision needs a choice, a reason, and the id of what is in Metrc', () => {
    expect(decisionMistake(null, '', '')).toBe('choose');
    expect(decisionMistake('confirm', '', 'Seen in Metrc')).toBe('id');
    expect(decisionMistake('confirm', '0', 'Seen in Metrc')).toBe('id');
    expect(decisionMistake('confirm', '5501', '  ')).toBe('reason');
    expect(decisionMistake('confirm', '5501', 'Seen in Metrc')).toBeNull();
    expect(decisionMistake('send_again', '', 'Not there')).toBeNull();
  });
});

describe('what differs in Metrc', () => {
  const fewer: Difference = { field: 'plantCount', ours: '24', metrc: '30' };
  const renamed: Difference = { field: 'name', ours: 'BD-1', metrc: 'Tray 7' };
  const detail = { operation: { metrcId: 7 }, differences: [fewer] } as Pick<
    OperationDetail,
    'operation' | 'differences'
  >;
  const refusal = (code: string, body: Record<string, unknown>) =>
    new Problem(409, code, 'It differs', undefined, undefined, [], undefined, body);

  test('is known of the batch that was found, and of no other', () => {
    expect(knownDifferences(detail, ' 7 ', null)).toEqual([fewer]);
    expect(knownDifferences(detail, '8', null)).toEqual([]);
    expect(knownDifferences(detail, '', null)).toEqual([]);
  });

  test('is what the newest look found', () => {
    const problem = refusal('report.differs_in_metrc', { differences: [renamed, 'odd'] });
    expect(knownDifferences(detail, '8', { problem, metrcBatchId: 8 })).toEqual([renamed]);
    expect(knownDifferences(detail, '7', { problem, metrcBatchId: 8 })).toEqual([fewer]);
    const other = refusal('metrc_unavailable', {});
    expect(knownDifferences(detail, '7', { problem: other, metrcBatchId: 7 })).toEqual([fewer]);
  });

  test('is accepted as it was shown: another id or another difference is not', () => {
    const key = differencesKey('7', [fewer]);
    expect(key).not.toBe('');
    expect(differencesKey(' 7 ', [fewer])).toBe(key);
    expect(differencesKey('8', [fewer])).not.toBe(key);
    expect(differencesKey('7', [{ ...fewer, metrc: '31' }])).not.toBe(key);
    expect(differencesKey('7', [])).toBe('');
  });
});
