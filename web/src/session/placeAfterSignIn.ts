/** Only places of this app: a crafted `next` must not lead a freshly signed-in person elsewhere. */
export function placeAfterSignIn(next: unknown): string {
  if (typeof next !== 'string' || !next.startsWith('/') || /^\/[/\\]/.test(next)) return '/';
  return ['/sign-in', '/new-password', '/setup'].some((door) => next.startsWith(door)) ? '/' : next;
}
