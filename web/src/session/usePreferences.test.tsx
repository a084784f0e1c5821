import { act, renderHook, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ana, asPerson } from '../../test/asPerson';
import { startLanguages } from '../i18n';
import { toast } from '../kit/toast';
import { owe, owedPreferences, settle } from './owedPreferences';
import { useOwedPreferences, usePreferences } from './usePreferences';

const answer = () => Promise.resolve(new Response(JSON.stringify(ana), { status: 200 }));
const refusal = (status: number) => () => Promise.resolve(new Response('{}', { status }));
const never = () => new Promise<Response>(() => undefined);

beforeEach(async () => {
  localStorage.clear();
  await startLanguages();
});

describe('a preference', () => {
  test('is written down before it is sent, by a request that outlives the page', async () => {
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(never);
    const { result } = renderHook(() => usePreferences(), { wrapper: asPerson() });
    act(() => void result.current.setLanguage('es'));
    // Nothing was awaited: a reload now would find both.
    expect(localStorage.getItem('tendril-language')).toBe('es');
    expect(owedPreferences('u1')).toEqual({ language: 'es' });
    await waitFor(() => expect(fetched).toHaveBeenCalledTimes(1));
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: 'PUT', keepalive: true });
  });

  test('that the server never confirmed is sent again by the next visit, then no more', async () => {
    owe('u1', { theme: 'dark' });
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(answer);
    renderHook(() => useOwedPreferences(), { wrapper: asPerson() });
    await waitFor(() => expect(owedPreferences('u1')).toEqual({}));
    expect(fetched.mock.calls[0]?.[1]?.body).toBe('{"theme":"dark"}');
    renderHook(() => useOwedPreferences(), { wrapper: asPerson() });
    expect(fetched).toHaveBeenCalledTimes(1);
  });

  test('chosen while another is on its way stays owed', () => {
    owe('u1', { language: 'es', theme: 'dark' });
    owe('u1', { language: 'fr' });
    settle('u1', { language: 'es', theme: 'dark' });
    expect(owedPreferences('u1')).toEqual({ language: 'fr' });
  });

  test.each([400, 422])(
    'that the server refuses with %d is not sent again by the next visit',
    async (status) => {
      owe('u1', { theme: 'dark' });
      const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(refusal(status));
      renderHook(() => useOwedPreferences(), { wrapper: asPerson() });
      await waitFor(() => expect(owedPreferences('u1')).toEqual({}));
      renderHook(() => useOwedPreferences(), { wrapper: asPerson() });
      expect(fetched).toHaveBeenCalledTimes(1);
    },
  );

  test.each([401, 429, 500, 503])('that the server could not take (%d) stays owed', async (status) => {
    owe('u1', { theme: 'dark' });
    vi.spyOn(globalThis, 'fetch').mockImplementation(refusal(status));
    const warned = vi.spyOn(toast, 'warn');
    renderHook(() => useOwedPreferences(), { wrapper: asPerson() });
    await waitFor(() => expect(warned).toHaveBeenCalledTimes(1));
    expect(owedPreferences('u1')).toEqual({ theme: 'dark' });
  });

  test('chosen while a refused one was on its way stays owed', async () => {
    let refuse: () => void = () => undefined;
    vi.spyOn(globalThis, 'fetch').mockImplementation(
      () => new Promise((answered) => (refuse = () => void refusal(422)().then(answered))),
    );
    const warned = vi.spyOn(toast, 'warn');
    owe('u1', { theme: 'dark' });
    renderHook(() => useOwedPreferences(), { wrapper: asPerson() });
    await waitFor(() => expect(fetch).toHaveBeenCalledTimes(1));
    owe('u1', { language: 'es' });
    refuse();
    await waitFor(() => expect(warned).toHaveBeenCalledTimes(1));
    expect(owedPreferences('u1')).toEqual({ language: 'es' });
  });

  test.each(['{', 'null', '"dark"', '7', '{"theme":"dark"', '{"theme":5,"language":"xx"}', '[]', ''])(
    'is not owed when storage holds %j, and another can be chosen',
    (damaged) => {
      localStorage.setItem('tendril-owed-u1', damaged);
      expect(owedPreferences('u1')).toEqual({});
      owe('u1', { theme: 'light' });
      expect(owedPreferences('u1')).toEqual({ theme: 'light' });
    },
  );

  test('of one person is not sent for another on the same device', () => {
    owe('u1', { language: 'es' });
    expect(owedPreferences('u2')).toEqual({});
  });
});
