export interface ChangeRow {
  field: string;
  before: string | null;
  after: string | null;
}

function written(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The changed fields of an audit entry, each with its value before and after. */
export function changeRows(changes: Record<string, unknown[]>): ChangeRow[] {
  return Object.entries(changes).map(([field, [before, after]]) => ({
    field,
    before: written(before),
    after: written(after),
  }));
}
