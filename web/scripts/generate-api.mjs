// Writes src/api/schema.d.ts from the server's description: `npm run generate:api` (docs/openapi.json unless told).
import { readFile, writeFile } from 'node:fs/promises';
import { typesOf } from './api-types.mjs';

const source = process.argv[2] ?? new URL('../../docs/openapi.json', import.meta.url);
const target = new URL('../src/api/schema.d.ts', import.meta.url);
await writeFile(target, await typesOf(await readFile(source, 'utf8')));
