import { expect, test } from 'vitest';
import { newRowId } from './newRowId';

test('ids of new rows are of version 7 and begin with the moment', () => {
  const at = Date.UTC(2026, 10, 20, 8);
  const id = newRowId(at);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replace('-', '').slice(0, 12), 16)).toBe(at);
  expect(newRowId(at)).not.toBe(id);
});
