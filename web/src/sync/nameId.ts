/** Ids that two devices make alike from one natural key, as the server does: UUIDs of version 5 (RFC 9562). */

const utf8 = new TextEncoder();
const turn = (word: number, by: number) => (word << by) | (word >>> (32 - by));

/** How the words of a block are mixed in each of the four times twenty rounds of SHA-1. */
const rounds: readonly { readonly mix: (b: number, c: number, d: number) => number; readonly add: number }[] =
  [
    { mix: (b, c, d) => (b & c) | (~b & d), add: 0x5a827999 },
    { mix: (b, c, d) => b ^ c ^ d, add: 0x6ed9eba1 },
    { mix: (b, c, d) => (b & c) | (b & d) | (c & d), add: 0x8f1bbcdc },
    { mix: (b, c, d) => b ^ c ^ d, add: 0xca62c1d6 },
  ];

/** SHA-1, because the browser's own answers later and a decision cannot wait. It names rows and protects nothing. */
function sha1(message: Uint8Array): Uint8Array {
  const length = (((message.length + 8) >> 6) + 1) << 6;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(length - 4, message.length * 8);
  const sum = new Int32Array([0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]);
  for (let at = 0; at < length; at += 64) addBlock(sum, view, at);
  const digest = new DataView(new ArrayBuffer(20));
  sum.forEach((word, place) => digest.setInt32(place * 4, word));
  return new Uint8Array(digest.buffer);
}

function addBlock(sum: Int32Array, view: DataView, at: number): void {
  const words = new Int32Array(80);
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + i * 4);
  for (let i = 16; i < 80; i++)
    words[i] = turn(
      (words[i - 3] ?? 0) ^ (words[i - 8] ?? 0) ^ (words[i - 14] ?? 0) ^ (words[i - 16] ?? 0),
      1,
    );
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = sum;
  for (let i = 0; i < 80; i++) {
    const round = rounds[Math.floor(i / 20)];
    if (!round) break;
    const next = (turn(a, 5) + round.mix(b, c, d) + e + round.add + (words[i] ?? 0)) | 0;
    [e, d, c, b, a] = [d, c, turn(b, 30), a, next];
  }
  [a, b, c, d, e].forEach((word, place) => (sum[place] = (sum[place] ?? 0) + word));
}

const bytesOf = (id: string) =>
  Uint8Array.from(id.replaceAll('-', '').match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** The id that a name has within a namespace. */
export function idOfName(namespace: string, name: string): string {
  const bytes = sha1(Uint8Array.from([...bytesOf(namespace), ...utf8.encode(name)])).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
