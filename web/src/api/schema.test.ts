import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { typesOf } from '../../scripts/api-types.mjs';

test('the types are those of the described API', { timeout: 30_000 }, async () => {
  const document = await readFile('../docs/openapi.json', 'utf8');
  const committed = await readFile('src/api/schema.d.ts', 'utf8');
  const same = (await typesOf(document)) === committed;
  expect(same, 'run "npm run generate:api" and commit src/api/schema.d.ts').toBe(true);
});
