import { expect, test } from 'vitest';
import { changeRows } from './auditChanges';

test('every changed field keeps its value before and after', () => {
  expect(changeRows({ plantCount: [36, 34], notes: [null, 'Two were weak'], tags: [['a'], []] })).toEqual([
    { field: 'plantCount', before: '36', after: '34' },
    { field: 'notes', before: null, after: 'Two were weak' },
    { field: 'tags', before: '["a"]', after: '[]' },
  ]);
});
