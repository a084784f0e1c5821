/** Only places of this app: a crafted `next` must not lead a freshly signed-in person elsewhere. */
export function placeAfterSignIn(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || /^\/[/\\]/.test(next)) return '/';
  return next.startsWith('/sign-in') || next.startsWith('/setup') ? '/' : next;
}
