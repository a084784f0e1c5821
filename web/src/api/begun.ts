const begun = new Map<string, Promise<Response>>();

/** Starts a read before the app is there to ask; whoever asks for the same address first gets its answer. */
export function begin(path: string): Promise<Response> {
  const answer = fetch(`/api${path}`, {
    credentials: 'same-origin',
    headers: { Accept: 'application/json' },
  });
  answer.catch(() => undefined); // whoever takes it hears of it
  begun.set(`/api${path}`, answer);
  return answer;
}

/** The answer that is on its way from this address, once. */
export function takeBegun(address: string): Promise<Response> | undefined {
  const answer = begun.get(address);
  begun.delete(address);
  return answer;
}

/** A change makes every earlier answer old: somebody else may be signed in now. */
export const forgetBegun = (): void => begun.clear();
