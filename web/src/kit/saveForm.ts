import type { ReactNode } from 'react';
import type { Finding } from '../api/types';
import type { Problem } from '../api/problem';
import { saidTogether } from './Exact';
import { spoken, type Said } from './spoken';

/** The form's field that the server's field name means: the same, or its first or last part (`site.name`). */
function fieldOf(name: string | null | undefined, fields: readonly string[]): string | undefined {
  const path = (name ?? '').toLowerCase().split('.');
  const wanted = [path.join('.'), path[0], path.at(-1)];
  return wanted
    .map((part) => fields.find((field) => field.toLowerCase() === part))
    .find((field) => field !== undefined);
}

/**
 * The messages that belong to fields of this form, by field. What names no field of the form stays with the problem,
 * so that nothing the server said is lost.
 */
export function fieldMessages(problem: Problem, fields: readonly string[]): Record<string, ReactNode> {
  const messages: Record<string, ReactNode> = {};
  const add = (said: Said) => {
    const name = fieldOf(said.field, fields);
    if (name !== undefined && messages[name] === undefined && said.message !== '')
      messages[name] = saidTogether(spoken(said));
  };
  add(problem);
  problem.findings.filter((finding: Finding) => finding.severity === 'error').forEach(add);
  return messages;
}

/** Whether every error stands at a field, so that the note above the form may be left out. */
export function allPlaced(problem: Problem, fields: readonly string[]): boolean {
  const errors = problem.findings.filter((finding) => finding.severity === 'error');
  const names = errors.length > 0 ? errors.map((finding) => finding.field) : [problem.field];
  return names.every((name) => fieldOf(name, fields) !== undefined);
}

/**
 * Trims texts and sends empty ones as null: an empty field means "nothing", never an empty name.
 * A password is sent as it was typed; a space may belong to it.
 */
export function cleaned<T extends Record<string, unknown>>(values: T): T {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (typeof value !== 'string' || /password$/i.test(key)) return [key, value];
      const trimmed = value.trim();
      return [key, trimmed === '' ? null : trimmed];
    }),
  ) as T;
}
