import type { Codec, Picture } from '../src/sync/photos/preparePhoto';
import type { Size } from '../src/sync/photos/imageBytes';

export const ascii = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export const joined = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(parts.flatMap((part) => [...part]));

/** One segment of a JPEG: marker, length, body. */
export const segment = (marker: number, body: Uint8Array | readonly number[]) =>
  joined([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 0xff], body);

export const jfif = segment(0xe0, joined(ascii('JFIF\0'), [1, 1, 0, 0, 1, 0, 1, 0, 0]));
/** What a phone writes: where it was, in degrees. */
export const exif = segment(0xe1, ascii('Exif\0\0MM\0*GPSLatitude 39 44 21'));
export const xmp = segment(0xe1, ascii('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>39.7</x:xmpmeta>'));

const frame = ({ width, height }: Size) =>
  segment(0xc0, [8, height >> 8, height & 0xff, width >> 8, width & 0xff, 1, 1, 0x11, 0]);

/** The form of a JPEG, with scan data in which a stuffed byte and a restart stand; no browser could show it. */
export const jpeg = (
  notes: readonly Uint8Array[] = [],
  size: Size = { width: 40, height: 30 },
  data: readonly number[] = [1, 2, 0xff, 0, 3, 0xff, 0xd0, 4],
) =>
  joined(
    [0xff, 0xd8],
    jfif,
    ...notes,
    segment(0xdb, [0, ...Array<number>(64).fill(1)]),
    frame(size),
    segment(0xda, [1, 1, 0, 0, 63, 0]),
    data,
    [0xff, 0xd9],
  );

/** Unpacks whatever says its size; packs as a browser does that adds notes of its own. */
export class FakeCodec implements Codec {
  readonly sizes: Size[] = [];
  closed = 0;
  constructor(
    private readonly picture: Size | DOMException,
    private readonly pack: (size: Size) => Uint8Array<ArrayBuffer> = (size) => jpeg([exif], size),
  ) {}

  decode(): Promise<Picture> {
    if (this.picture instanceof DOMException) return Promise.reject(this.picture);
    return Promise.resolve({
      ...this.picture,
      close: () => {
        this.closed++;
      },
    });
  }

  encode(_picture: Picture, size: Size): Promise<Blob> {
    this.sizes.push(size);
    return Promise.resolve(new Blob([this.pack(size)]));
  }
}
