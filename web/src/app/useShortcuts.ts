import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useMay } from '../session/session';
import { screenAt } from './screens';
import { isTyping, pressKey, type ShortcutAction, type ShortcutState } from './shortcuts';

const places: Partial<Record<ShortcutAction, string>> = {
  today: '/',
  batches: '/batches',
  harvests: '/harvests',
  cultivars: '/cultivars',
  tasks: '/tasks',
  inventory: '/inventory',
  compliance: '/compliance',
};

/** Where "new" leads: what this screen is about, a batch otherwise. */
export function newPlace(path: string): string {
  if (path.startsWith('/harvests')) return '/harvests/new';
  if (path.startsWith('/tasks')) return '/tasks/new';
  return path.startsWith('/cultivars') ? '/cultivars/new' : '/batches/new';
}

export function useShortcuts(open: { search: () => void; help: () => void }): void {
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const may = useMay();
  const state = useRef<ShortcutState>({});
  useEffect(() => {
    const act = (action: ShortcutAction) => {
      if (action === 'search') return open.search();
      if (action === 'help') return open.help();
      if (action === 'new') {
        const to = newPlace(path);
        return may(screenAt(to)?.needs) ? void navigate({ to }) : undefined;
      }
      return void navigate({ to: places[action] ?? '/' });
    };
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return open.search();
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const step = pressKey(state.current, event.key, event.timeStamp);
      state.current = step.state;
      if (!step.action) return;
      event.preventDefault();
      act(step.action);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate, path, may, open]);
}
