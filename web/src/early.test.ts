import { beforeEach, describe, expect, test, vi } from 'vitest';
import { noteVisit } from './session/lastVisit';

const asked = () => vi.mocked(fetch).mock.calls.map(([address]) => address);
const sessionAnswers = (status: number) =>
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(new Response('{}', { status })));

async function visit(pathname: string): Promise<void> {
  window.history.replaceState(null, '', pathname);
  vi.resetModules();
  await import('./early');
}

beforeEach(() => localStorage.clear());

describe('the early script', () => {
  test('asks for the day of a person who was here before together with the session', async () => {
    vi.spyOn(globalThis, 'fetch').mockReturnValue(new Promise(() => undefined));
    noteVisit(true);
    await visit('/');
    expect(asked()).toEqual(['/api/session', '/api/today']);
  });

  test('asks for the day of a newcomer once the session says that there is one', async () => {
    let answer: (response: Response) => void = () => undefined;
    vi.spyOn(globalThis, 'fetch').mockReturnValue(new Promise((later) => (answer = later)));
    await visit('/');
    expect(asked()).toEqual(['/api/session']);
    answer(new Response('{}'));
    await vi.waitFor(() => expect(asked()).toEqual(['/api/session', '/api/today']));
  });

  test('asks for what the sign-in asks when nobody is signed in, and for no day', async () => {
    sessionAnswers(401);
    await visit('/');
    await new Promise((later) => setTimeout(later, 20));
    expect(asked()).toEqual(['/api/session', '/api/setup']);
  });

  test('asks for no day when the server is busy', async () => {
    sessionAnswers(503);
    await visit('/');
    await new Promise((later) => setTimeout(later, 20));
    expect(asked()).toEqual(['/api/session']);
  });

  test('asks for no day at another address', async () => {
    sessionAnswers(200);
    noteVisit(true);
    await visit('/settings');
    await new Promise((later) => setTimeout(later, 20));
    expect(asked()).toEqual(['/api/session']);
  });
});
