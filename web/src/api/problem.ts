import type { Finding } from './basics';

/** A refusal or a failure, in words for people: what happened, which field, what to do. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field?: string,
    readonly help?: string,
    readonly findings: Finding[] = [],
    readonly traceId?: string,
    readonly body: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = 'Problem';
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

function findingsOf(value: unknown): Finding[] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (item): item is Finding =>
      typeof item === 'object' && item !== null && 'message' in item && 'code' in item && 'severity' in item,
  );
}

/** Reads ProblemDetails; anything else (a proxy's HTML page, an empty body) still becomes a Problem with its status. */
export function problemFrom(status: number, body: unknown): Problem {
  const read = typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  return new Problem(
    status,
    text(read['code']) ?? `http.${status}`,
    text(read['detail']) ?? text(read['message']) ?? text(read['title']) ?? '',
    text(read['field']),
    text(read['help']),
    findingsOf(read['findings']),
    text(read['traceId']),
    read,
  );
}

/** The server could not be reached at all: nothing is known about what it did. */
export const unreachable = (): Problem => new Problem(0, 'http.unreachable', '');

/** The server read the request and will say the same again: an answer, unlike silence, "later" or "sign in first". */
export const isFinal = ({ status }: Pick<Problem, 'status'>): boolean =>
  status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, 'app.broken', error instanceof Error ? error.message : String(error));
}
