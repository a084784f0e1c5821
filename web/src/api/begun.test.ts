import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { begin, forgetBegun } from './begun';
import { send } from './http';

const answer = (body: unknown) => new Response(JSON.stringify(body), { status: 200 });

beforeEach(() => {
  let asked = 0;
  vi.spyOn(globalThis, 'fetch').mockImplementation(() => Promise.resolve(answer(++asked)));
});
afterEach(() => forgetBegun());

const today = async () => (await send<number>('GET', '/today')).body;

test('a read that was begun is not asked for again; the next one is', async () => {
  void begin('/today');
  expect(await today()).toBe(1);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(await today()).toBe(2);
});

test('the answer to one address is not given to another', async () => {
  void begin('/today');
  expect((await send<number>('GET', '/today', { query: { site: 's1' } })).body).toBe(2);
});

test('what was begun before somebody else signed in is not shown to them', async () => {
  void begin('/today');
  await send('POST', '/session', { body: {} });
  expect(await today()).toBe(3);
});

test('a read that was begun and lost is a server that cannot be reached', async () => {
  vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('Failed to fetch'));
  void begin('/today').catch(() => undefined);
  await expect(today()).rejects.toMatchObject({ status: 0 });
});
