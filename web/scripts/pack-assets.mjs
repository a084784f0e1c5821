// Packs the built assets once and as small as can be; the server hands the packed ones out (x.js.br beside x.js).
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';

const folder = new URL('../dist/assets/', import.meta.url);
const leastBytes = 1000;

const [before, after] = readdirSync(folder)
    .filter((name) => /\.(js|css|svg|wasm)$/.test(name))
    .map((name) => [name, readFileSync(new URL(name, folder))])
    .filter(([, bytes]) => bytes.length >= leastBytes)
    .map(([name, bytes]) => {
        const packed = brotliCompressSync(bytes);
        writeFileSync(new URL(`${name}.br`, folder), packed);
        return [bytes.length, packed.length];
    })
    .reduce(([plain, small], [bytes, packed]) => [plain + bytes, small + packed], [0, 0]);
console.log(`Packed assets: ${Math.round(before / 1000)} kB to ${Math.round(after / 1000)} kB.`);
