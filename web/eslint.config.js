import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

export default tseslint.config(
    { ignores: ['dist', 'src/api/schema.d.ts', 'src/sync/tables.generated.ts'] },
    js.configs.recommended,
    {
        files: ['**/*.{ts,tsx}'],
        extends: [...tseslint.configs.strictTypeChecked],
        languageOptions: {
            parserOptions: { project: './tsconfig.node.json', tsconfigRootDir: import.meta.dirname },
        },
        plugins: { 'react-hooks': hooks },
        rules: {
            ...hooks.configs.recommended.rules,
            'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
            'max-lines-per-function': ['error', { max: 110, skipBlankLines: true, skipComments: true }],
            'no-console': 'error',
            // A promise in an event handler is awaited by nobody by design; its failure is shown by useSend.
            '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
            // Numbers read well in templates; everything else must be turned into text on purpose.
            '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
            // `return act()` as an early exit reads better than two lines.
            '@typescript-eslint/no-confusing-void-expression': 'off',
            // The router throws redirects and not-found marks; they are not errors.
            '@typescript-eslint/only-throw-error': 'off',
            // The router's and i18next's own types make some checks look unnecessary that data from the wire still needs.
            '@typescript-eslint/no-unnecessary-type-parameters': 'off',
        },
    },
    {
        files: ['public/*.js'],
        languageOptions: {
            sourceType: 'script',
            globals: { localStorage: 'readonly', matchMedia: 'readonly', document: 'readonly' },
        },
    },
    {
        files: ['scripts/service-worker.js'],
        languageOptions: { sourceType: 'script' },
    },
    {
        files: ['scripts/*.mjs'],
        languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
    },
    {
        files: ['**/*.test.{ts,tsx}', 'test/**'],
        rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
    },
);
