import type { Finding } from '../api/types';
import type { Problem } from '../api/problem';

/**
 * The messages that belong to fields of this form, by field. What names no field of the form stays with the problem,
 * so that nothing the server said is lost.
 */
export function fieldMessages(problem: Problem, fields: readonly string[]): Record<string, string> {
  const messages: Record<string, string> = {};
  const add = (field: string | null | undefined, message: string, help: string | null | undefined) => {
    const name = fields.find((known) => known.toLowerCase() === field?.toLowerCase());
    if (name !== undefined && messages[name] === undefined && message !== '') {
      messages[name] = help ? `${message} ${help}` : message;
    }
  };
  add(problem.field, problem.message, problem.help);
  problem.findings
    .filter((finding: Finding) => finding.severity === 'error')
    .forEach((finding) => add(finding.field, finding.message, finding.help));
  return messages;
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
