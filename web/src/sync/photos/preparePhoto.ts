import { fitInto, kindOf, sizeOf, type Size } from './imageBytes';
import { assertClean, NotClean, withoutNotes } from './jpegSegments';

/** Why a file does not become a photo; `i18n/…/photos.json` says each in words. */
export type PhotoFault =
  'empty' | 'too_large' | 'not_an_image' | 'too_many_pixels' | 'heic' | 'damaged' | 'not_cleaned';

export class PhotoRefused extends Error {
  constructor(readonly fault: PhotoFault) {
    super(`The photo is not kept: ${fault}`);
    this.name = 'PhotoRefused';
  }
}

export interface Picture extends Size {
  close(): void;
}

/** What the browser does with pictures; tests have their own. */
export interface Codec<P extends Picture = Picture> {
  /** Unpacks, turned as it was taken; of what moves, the first picture. */
  decode(file: Blob): Promise<P>;
  /** Packs as JPEG of this size. */
  encode(picture: P, size: Size): Promise<Blob>;
}

/** A photo as it is kept and sent: a JPEG of at most 1,280 pixels, and a small one for lists, without any notes. */
export interface Photo {
  /** SHA-256 of `bytes`, 64 digits: the name that stands in rows. */
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly thumbnail: Uint8Array<ArrayBuffer>;
}

export const longestSide = 1_280;
export const thumbnailSide = 200;
const mostBytes = 60_000_000;
/** Unpacked, four bytes each: half a gigabyte, more than which no phone gives a page. */
const mostPixels = 125_000_000;

/**
 * Makes a photo of a file. It is unpacked and packed anew, so that nothing but the picture is left, and then the bytes
 * are read again: a photo that may still tell of its place is refused, not kept.
 */
export async function preparePhoto<P extends Picture>(file: Blob, codec: Codec<P>): Promise<Photo> {
  if (file.size === 0) throw new PhotoRefused('empty');
  if (file.size > mostBytes) throw new PhotoRefused('too_large');
  const source = new Uint8Array(await file.arrayBuffer());
  const kind = kindOf(source);
  if (kind === null) throw new PhotoRefused('not_an_image');
  const size = sizeOf(source, kind);
  if (size && size.width * size.height > mostPixels) throw new PhotoRefused('too_many_pixels');
  const picture = await unpacked(file, codec, kind === 'heic' ? 'heic' : 'damaged');
  try {
    const bytes = await packed(picture, codec, longestSide);
    return { hash: await hashOf(bytes), bytes, thumbnail: await packed(picture, codec, thumbnailSide) };
  } finally {
    picture.close();
  }
}

/** The small picture of a photo that came from the server; null where this browser cannot show its form. */
export async function thumbnailOf<P extends Picture>(
  file: Blob,
  codec: Codec<P>,
): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return (await preparePhoto(file, codec)).thumbnail;
  } catch (error) {
    if (error instanceof PhotoRefused) return null;
    throw error;
  }
}

async function unpacked<P extends Picture>(file: Blob, codec: Codec<P>, fault: PhotoFault): Promise<P> {
  try {
    return await codec.decode(file);
  } catch (error) {
    // The browser says the same of a picture it does not know, of a damaged one and of one it has no memory for.
    if (error instanceof DOMException) throw new PhotoRefused(fault);
    throw error;
  }
}

async function packed<P extends Picture>(
  picture: P,
  codec: Codec<P>,
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await codec.encode(picture, fitInto(picture, most));
  try {
    const clean = withoutNotes(new Uint8Array(await blob.arrayBuffer()));
    assertClean(clean);
    return clean;
  } catch (error) {
    if (error instanceof NotClean) throw new PhotoRefused('not_cleaned');
    throw error;
  }
}

export async function hashOf(bytes: BufferSource): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
