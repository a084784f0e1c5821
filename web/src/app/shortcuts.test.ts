import { describe, expect, test } from 'vitest';
import { isTyping, pressKey, type ShortcutState } from './shortcuts';

function press(...keys: [string, number][]) {
  let state: ShortcutState = {};
  return keys.map(([key, at]) => {
    const step = pressKey(state, key, at);
    state = step.state;
    return step.action;
  });
}

describe('keyboard shortcuts', () => {
  test('g b opens the batches', () => expect(press(['g', 0], ['b', 400])).toEqual([undefined, 'batches']));
  test('g waits one second only', () => expect(press(['g', 0], ['b', 1001])).toEqual([undefined, undefined]));
  test('b alone does nothing', () => expect(press(['b', 0])).toEqual([undefined]));
  test('single keys act at once', () => {
    expect(press(['n', 0], ['?', 1], ['/', 2])).toEqual(['new', 'help', 'search']);
  });
  test('an unknown second key ends the wait', () => {
    expect(press(['g', 0], ['x', 100], ['b', 200])).toEqual([undefined, undefined, undefined]);
  });
  test('g x n still means n', () => expect(press(['g', 0], ['n', 100])).toEqual([undefined, 'new']));

  test('typing in a field is not a shortcut', () => {
    const field = document.createElement('input');
    expect(isTyping(field)).toBe(true);
    expect(isTyping(document.createElement('button'))).toBe(false);
    expect(isTyping(null)).toBe(false);
  });
});
