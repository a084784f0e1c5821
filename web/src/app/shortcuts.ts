/** Keyboard shortcuts as a table; two-key ones begin with `g` and end within a second. */
export type ShortcutAction =
  | 'batches'
  | 'harvests'
  | 'tasks'
  | 'inventory'
  | 'compliance'
  | 'cultivars'
  | 'today'
  | 'new'
  | 'help'
  | 'search';

const single: Record<string, ShortcutAction> = { n: 'new', '?': 'help', '/': 'search' };

const afterG: Record<string, ShortcutAction> = {
  b: 'batches',
  h: 'harvests',
  i: 'inventory',
  c: 'compliance',
  v: 'cultivars',
  k: 'tasks',
  t: 'today',
};

export const shortcutKeys: [string, ShortcutAction][] = [
  ['/', 'search'],
  ['g t', 'today'],
  ['g b', 'batches'],
  ['g h', 'harvests'],
  ['g v', 'cultivars'],
  ['g k', 'tasks'],
  ['g i', 'inventory'],
  ['g c', 'compliance'],
  ['n', 'new'],
  ['?', 'help'],
];

export interface ShortcutState {
  /** When `g` was pressed, in milliseconds; undefined when nothing is begun. */
  begunAt?: number;
}

export interface ShortcutStep {
  state: ShortcutState;
  action?: ShortcutAction;
}

const patienceMs = 1000;

export function pressKey(state: ShortcutState, key: string, atMs: number): ShortcutStep {
  const begun = state.begunAt !== undefined && atMs - state.begunAt <= patienceMs;
  const second = begun ? afterG[key] : undefined;
  if (second) return { state: {}, action: second };
  if (key === 'g') return { state: { begunAt: atMs } };
  const action = single[key];
  return action ? { state: {}, action } : { state: {} };
}

/** Someone who types, picks from a list or answers a dialog does not mean a shortcut. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest(
        'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="listbox"]',
      ) !== null)
  );
}
