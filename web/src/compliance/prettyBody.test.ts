import { expect, test } from 'vitest';
import { prettyBody } from './prettyBody';

test('JSON is laid out, anything else stays as it came', () => {
  expect(prettyBody('{"Id":1}')).toBe('{\n  "Id": 1\n}');
  expect(prettyBody('<html>Bad gateway')).toBe('<html>Bad gateway');
  expect(prettyBody('{"Id":')).toBe('{"Id":');
});
