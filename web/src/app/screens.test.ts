import { expect, test } from 'vitest';
import { screenAt } from './screens';

test.each([
  ['/batches', 'BatchList'],
  ['/batches/', 'BatchList'],
  ['/batches/new', 'BatchNew'],
  ['/batches/0192f0c1', 'BatchDetail'],
  ['/batches/0192f0c1/edit', 'BatchEdit'],
  ['/admin/audit', 'Audit'],
  ['/', undefined],
  ['/nowhere', undefined],
])('at %s stands %s', (address, name) => expect(screenAt(address)?.name).toBe(name));
