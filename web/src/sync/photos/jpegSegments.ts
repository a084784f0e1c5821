import { isFrame } from './imageBytes';

/** The bytes are no JPEG that this app wrote, or hold more than a picture. Such a photo is not kept. */
export class NotClean extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotClean';
  }
}

interface Segment {
  readonly marker: number;
  readonly start: number;
  /** Behind the last byte; for a scan, behind its picture data. */
  readonly end: number;
}

const [startOfImage, endOfImage, scan] = [0xd8, 0xd9, 0xda];
const isRestart = (marker: number) => marker >= 0xd0 && marker <= 0xd7;

/** The segments between the first two bytes and the last two, ITU T.81 annex B. What is not in its form is refused. */
function segmentsOf(bytes: Uint8Array): readonly Segment[] {
  const byte = (at: number) => bytes[at] ?? -1;
  if (byte(0) !== 0xff || byte(1) !== startOfImage) throw new NotClean('It does not begin as a JPEG');
  const found: Segment[] = [];
  for (let start = 2; ;) {
    if (byte(start) !== 0xff) throw new NotClean(`No marker at ${start}`);
    const marker = byte(start + 1);
    if (marker === endOfImage) {
      if (start + 2 !== bytes.length) throw new NotClean('Something follows the picture');
      return found;
    }
    const length = (byte(start + 2) << 8) | byte(start + 3);
    let end = start + 2 + length;
    if (marker < 0xc0 || isRestart(marker) || length < 2 || end > bytes.length)
      throw new NotClean(`A broken segment at ${start}`);
    if (marker === scan)
      while (end < bytes.length && !(byte(end) === 0xff && byte(end + 1) !== 0 && !isRestart(byte(end + 1))))
        end++;
    found.push({ marker, start, end });
    start = end;
  }
}

const textAt = (bytes: Uint8Array, from: number, length: number) =>
  String.fromCharCode(...bytes.subarray(from, from + length));

/**
 * What a picture is made of: frames, tables, scans, the header JFIF without a picture in it, and Adobe's note on
 * colours. Everything else (EXIF, XMP, profiles, comments, whatever is invented next) is not.
 */
function isPicture(bytes: Uint8Array, { marker, start, end }: Segment): boolean {
  if (isFrame(marker) || [0xc4, 0xcc, 0xdb, 0xdd, scan].includes(marker)) return true;
  if (marker === 0xe0) return end - start === 18 && textAt(bytes, start + 4, 5) === 'JFIF\0';
  return marker === 0xee && end - start === 16 && textAt(bytes, start + 4, 5) === 'Adobe';
}

/** The same picture without anything beside it: some browsers write EXIF into what they encode. */
export function withoutNotes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const kept = segmentsOf(bytes).filter((segment) => isPicture(bytes, segment));
  const parts = [
    bytes.subarray(0, 2),
    ...kept.map(({ start, end }) => bytes.subarray(start, end)),
    bytes.subarray(-2),
  ];
  const clean = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    clean.set(part, at);
    at += part.length;
  }
  return clean;
}

/** How notes begin wherever they stand; the second wall, which knows nothing of segments. */
const notes = ['Exif\0\0', 'http://ns.adobe.com/', 'Photoshop 3.0', '<x:xmpmeta', 'ICC_PROFILE'];

/** Throws unless the bytes are one JPEG, whole, with a picture and nothing beside it. */
export function assertClean(bytes: Uint8Array): void {
  const segments = segmentsOf(bytes);
  const other = segments.find((segment) => !isPicture(bytes, segment));
  if (other) throw new NotClean(`A segment ${other.marker.toString(16)} that is no part of a picture`);
  if (!segments.some(({ marker }) => isFrame(marker)) || !segments.some(({ marker }) => marker === scan))
    throw new NotClean('There is no picture in it');
  const note = notes.find((begin) => holds(bytes, begin));
  if (note !== undefined) throw new NotClean(`It holds ${note.replaceAll('\0', '')}`);
}

function holds(bytes: Uint8Array, words: string): boolean {
  const sought = Uint8Array.from(words, (letter) => letter.charCodeAt(0));
  const first = words.charCodeAt(0);
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (sought.every((byte, place) => bytes[at + place] === byte)) return true;
  return false;
}
