import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// happy-dom lacks these two; Mantine asks for both.

Object.defineProperty(window, 'matchMedia', {
  value: (query: string) => ({
    matches: false,
    media: query,
    onchange: null,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    addListener: () => undefined,
    removeListener: () => undefined,
    dispatchEvent: () => false,
  }),
});

afterEach(() => cleanup());
