import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds the server; `TENDRIL_SERVER` points it elsewhere. */
const server = process.env['TENDRIL_SERVER'] ?? 'http://127.0.0.1:5080';

export default defineConfig({
  plugins: [react()],
  // Nothing inlined as data: URIs, so that the page needs no wider Content-Security-Policy than 'self'.
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      output: {
        // What many screens share comes in two files instead of a hundred small ones: each costs a request.
        advancedChunks: {
          groups: [
            { name: 'libraries', test: /node_modules/, minShareCount: 8 },
            { name: 'kit', test: /[\\/]src[\\/]/, minShareCount: 8 },
          ],
        },
      },
    },
  },
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
