import { describe, expect, test } from 'vitest';
import { decisionMistake, operationOffer } from './operationWords';

describe('an operation that waits for a person', () => {
  test('is never sent again by hand while its answer is looked for', () => {
    expect(operationOffer('unknown')).toEqual({ retry: false, resolve: false });
    expect(operationOffer('sent')).toEqual({ retry: false, resolve: false });
    expect(operationOffer('verified')).toEqual({ retry: false, resolve: false });
  });

  test('may be tried again when Metrc refused it, decided when nobody could tell', () => {
    expect(operationOffer('refused')).toEqual({ retry: true, resolve: false });
    expect(operationOffer('needs_person')).toEqual({ retry: false, resolve: true });
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
