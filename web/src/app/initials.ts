/** The first letters of the first and the last of a person's names. */
export function initials(fullName: string): string {
  const names = fullName.trim().split(/\s+/);
  const ends = names.length > 1 ? [names[0], names.at(-1)] : names;
  const letters = new Intl.Segmenter();
  const first = (name: string) => [...letters.segment(name)][0]?.segment.toLocaleUpperCase() ?? '';
  return ends.map((name) => first(name ?? '')).join('');
}
