import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds the server; `TENDRIL_SERVER` points it elsewhere. */
const server = process.env['TENDRIL_SERVER'] ?? 'http://127.0.0.1:5080';

/** Lets the chunk that holds `src/early.ts` run as soon as it is here, before the libraries are. */
const earlyScript: Plugin = {
  name: 'tendril-early-script',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) => {
      const early = Object.values(bundle ?? {}).find(
        (file) => file.type === 'chunk' && file.moduleIds.some((id) => /[\\/]src[\\/]early\.ts$/.test(id)),
      );
      if (!early) throw new Error('No chunk of the build holds src/early.ts.');
      const attrs = { type: 'module', async: true, crossorigin: true, src: `/${early.fileName}` };
      return [{ tag: 'script', attrs, injectTo: 'head-prepend' }];
    },
  },
};

export default defineConfig({
  plugins: [react(), earlyScript],
  // Nothing inlined as data: URIs, so that the page needs no wider Content-Security-Policy than 'self'.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700, // scripts/check-bundle.mjs holds the budget, packed and in all
    rolldownOptions: {
      output: {
        // Few files instead of a hundred small ones: each costs a request.
        codeSplitting: {
          groups: [
            // What runs first must not wait for the libraries.
            { name: 'early', test: /(src[\\/](early|api[\\/]begun)|preload-helper)/, priority: 3 },
            { name: 'libraries', test: /node_modules/, tags: ['$initial'], priority: 2 },
            { name: 'first', test: /[\\/]src[\\/]/, tags: ['$initial'], priority: 1 },
            // The sign-in in one file; other forms use its parts.
            { name: 'door', test: /src[\\/]session[\\/](SignIn|Doorway)/, priority: 1 },
            // What many of the other screens share.
            { name: 'controls', test: /node_modules/, minShareCount: 8 },
            { name: 'kit', test: /[\\/]src[\\/]/, minShareCount: 8 },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  // The package finds its WebAssembly beside itself; bundled in advance it would look in the wrong place.
  optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
  server: {
    host: '127.0.0.1',
    fs: { allow: ['..'] },
    proxy: { '/api': server, '/openapi': server, '/swagger': server },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.ts'],
    restoreMocks: true,
  },
});
