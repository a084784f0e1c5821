import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import en from './en';
import es from './es';
import fr from './fr';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else flatten(value, `${prefix}${key}.`).forEach((text, name) => found.set(name, text));
  }
  return found;
}

const english = flatten(en);
const others = { es: flatten(es), fr: flatten(fr) };

/** Words that are rightly the same in another language: names, symbols, and words that both languages share. */
const shared = new Set(readFileSync(path.join(import.meta.dirname, 'same-in-all.txt'), 'utf8').split('\n'));
const placeholders = (text: string) => [...text.matchAll(/{{\s*(\w+)/g)].map((match) => match[1]).sort();

describe.each(Object.entries(others))('%s', (_, strings) => {
  test('has exactly the English keys', () => {
    expect([...strings.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test('is translated: the English text is not repeated', () => {
    const same = [...english].filter(([key, text]) => strings.get(key) === text && !shared.has(text));
    expect(same).toEqual([]);
  });

  test('fills in the same values', () => {
    const different = [...english].filter(
      ([key, text]) => placeholders(text).join() !== placeholders(strings.get(key) ?? '').join(),
    );
    expect(different).toEqual([]);
  });
});

const source = path.join(import.meta.dirname, '..');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.endsWith('.d.ts'),
);
const spoken = new Set(['label', 'title', 'placeholder', 'description', 'aria-label', 'alt', 'text', 'lead']);
const hasWords = (text: string) => /\p{L}{2}/u.test(text);

function unspokenIn(name: string): string[] {
  const tree = ts.createSourceFile(
    name,
    readFileSync(path.join(source, name), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node) && hasWords(node.text)) found.push(`${name}: ${node.text.trim()}`);
    if (ts.isJsxAttribute(node) && node.initializer && ts.isStringLiteral(node.initializer)) {
      const attribute = node.name.getText();
      if (spoken.has(attribute) && hasWords(node.initializer.text)) found.push(`${name}: ${attribute}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

test('no screen holds words of its own: all of them are in the language files', () => {
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap(unspokenIn)).toEqual([]);
});

test('no string is left over', () => {
  const code = files.map((name) => readFileSync(path.join(source, name), 'utf8')).join('\n');
  const named = (key: string) => {
    const plain = key.replace(/_(one|other|many)$/, '');
    const parent = plain.slice(0, plain.lastIndexOf('.'));
    return code.includes(`'${plain}'`) || code.includes(`\`${parent}.\${`);
  };
  expect([...english.keys()].filter((key) => !named(key))).toEqual([]);
});
