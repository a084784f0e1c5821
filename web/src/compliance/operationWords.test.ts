import { describe, expect, test } from 'vitest';
import { decisionMistake, operationOffer } from './operationWords';

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
