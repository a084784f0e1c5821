// Writes dist/sw.js: scripts/service-worker.js with the list of all built files in front of it.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

const dist = new URL('../dist/', import.meta.url);
/** Parts of the SQLite package that nothing asks for. */
const unused = /sqlite3-(worker1|opfs-async-proxy)/;

const files = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(dist.pathname.replace(/\/$/, '').length))
    .map((name) => name.replace(/\/{2,}/g, '/'))
    .filter((name) => !/(\.br|\.map|\/sw\.js|\/index\.html)$/.test(name) && !unused.test(name))
    .sort();
const page = readFileSync(new URL('index.html', dist));
const code = readFileSync(new URL('service-worker.js', import.meta.url), 'utf8');
const hashOf = (bytes) => createHash('sha256').update(bytes).digest('hex');

const contents = files.map((name) => hashOf(readFileSync(new URL(`.${name}`, dist))));
const version = hashOf([hashOf(page), code, ...files, ...contents].join('\n')).slice(0, 16);
const named = { VERSION: version, PAGE_HASH: hashOf(page), FILES: files };
const front = Object.entries(named).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
writeFileSync(new URL('sw.js', dist), `${front.join('\n')}\n${code}`);
console.log(`Service worker ${version}: ${files.length} files.`);
