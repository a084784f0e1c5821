// Holds the budget of the first page: all JavaScript that the browser must have before it can draw anything. And the
// script that starts the first requests waits for no other file.
import { readFile } from 'node:fs/promises';
import { brotliCompressSync } from 'node:zlib';

const limitBytes = 200 * 1024;
const dist = new URL('../dist/', import.meta.url);
const html = await readFile(new URL('index.html', dist), 'utf8');

const seen = new Set();
const wanted = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);
let total = 0;

const early = wanted.find((name) => name.includes('/early-'));
if (!early || /(?:^|[;}])import\b(?!\()/.test(await readFile(new URL(early, dist), 'utf8'))) {
    console.error(
        `${early ?? 'No script src/early.ts: it'} must be in index.html and import nothing; see vite.config.ts.`,
    );
    process.exit(1);
}

while (wanted.length > 0) {
    const name = wanted.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    const code = await readFile(new URL(name, dist), 'utf8');
    total += brotliCompressSync(code).length;
    for (const match of code.matchAll(
        /(?:^|[;}\s])(?:import|export)[^'"();]*?from\s*["']\.\/([^"']+\.js)["']/g,
    ))
        wanted.push(`assets/${match[1]}`);
    for (const match of code.matchAll(/import\s*["']\.\/([^"']+\.js)["']/g))
        wanted.push(`assets/${match[1]}`);
}

const words = `First JavaScript: ${(total / 1024).toFixed(1)} kB brotli in ${seen.size} files (limit ${limitBytes / 1024} kB).`;
if (total > limitBytes) {
    console.error(`${words} Load something later: \`lazy\` or a route of its own.`);
    process.exit(1);
}
console.log(words);
