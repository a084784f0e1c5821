/** The first letters of the first and the last of a person's names. */
export function initials(fullName: string): string {
  const names = fullName.trim().split(/\s+/);
  const ends = names.length > 1 ? [names[0], names.at(-1)] : names;
  return ends.map((name) => [...(name ?? '')][0]?.toLocaleUpperCase() ?? '').join('');
}
