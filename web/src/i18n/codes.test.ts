import { describe, expect, test } from 'vitest';
import type { CodeList } from './codes';
import { codeWords, loadCodes } from './codes';
import english from './en/codes.json';
import es from './es/codes.json';
import fr from './fr/codes.json';

const listed: CodeList = english;
const parts = ['cause', 'remedy'] as const;

describe.each([
  ['es', es as CodeList],
  ['fr', fr as CodeList],
] as const)('%s', (language, words) => {
  test('has words for exactly the codes that the server has', () => {
    expect(Object.keys(listed).length).toBeGreaterThan(150);
    expect(Object.keys(words)).toEqual(Object.keys(listed));
  });

  test('is translated: each cause and remedy is a sentence of its own language', () => {
    const wrong = Object.entries(words).flatMap(([code, own]) =>
      parts
        .filter((part) => own[part].trim().length < 10 || own[part] === listed[code]?.[part])
        .map((part) => `${code} ${part}`),
    );
    expect(wrong).toEqual([]);
  });

  test('ends its sentences', () => {
    const open = Object.entries(words).flatMap(([code, own]) =>
      parts.filter((part) => !/[.!?]$/.test(own[part])).map((part) => `${code} ${part}`),
    );
    expect(open).toEqual([]);
  });

  test('leaves words that people type as they are', () => {
    const typed =
      /\/swagger|X-Tendril: 1|Content-Type: [\w/]+|send_again|plant_batches|2026-01-31|10080|100000/g;
    const lost = Object.entries(words).flatMap(([code, own]) => {
      const there = `${own.cause} ${own.remedy}`;
      const first = listed[code];
      return [...`${first?.cause ?? ''} ${first?.remedy ?? ''}`.matchAll(typed)]
        .filter(([word]) => !there.includes(word))
        .map(([word]) => `${code} ${word}`);
    });
    expect(lost).toEqual([]);
  });

  test('is spoken once it is chosen, and no longer in English', async () => {
    (await loadCodes(language))();
    expect(codeWords('batch.number_taken')?.own).toEqual(words['batch.number_taken']);
    (await loadCodes('en'))();
    expect(codeWords('batch.number_taken')).toBeUndefined();
  });
});
