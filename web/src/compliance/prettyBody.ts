/** JSON with line breaks for reading; anything else (an HTML error page, a torn body) exactly as it came. */
export function prettyBody(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body; // not JSON: that is the evidence
  }
}
