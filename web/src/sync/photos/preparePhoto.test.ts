import { describe, expect, test } from 'vitest';
import { ascii, exif, FakeCodec, jfif, joined, jpeg, segment, xmp } from '../../../test/photos';
import { fitInto, kindOf, sizeOf } from './imageBytes';
import { assertClean, withoutNotes } from './jpegSegments';
import { hashOf, preparePhoto } from './preparePhoto';

const png = joined(
  ascii('\x89PNG\r\n\x1a\n\0\0\0\rIHDR'),
  [0, 0, 0x2e, 0xe0, 0, 0, 0, 9],
  ascii('\0\0\0\0eXIfMM'),
);
const webp = (chunk: string, body: readonly number[]) => joined(ascii(`RIFF\0\0\0\0WEBP${chunk}`), body);
const heic = ascii('\0\0\0\x18ftypheic\0\0\0\0');

describe('the bytes of a photo that is kept', () => {
  test('are one picture and nothing else', () => expect(() => assertClean(jpeg())).not.toThrow());

  test.each([
    ['EXIF', jpeg([exif])],
    ['XMP', jpeg([xmp])],
    ['the notes of Photoshop', jpeg([segment(0xed, ascii('Photoshop 3.0\0'))])],
    ['several pictures', jpeg([segment(0xe2, ascii('MPF\0'))])],
    ['a comment', jpeg([segment(0xfe, ascii('Veg room, Denver'))])],
    ['a header that is none', jpeg([segment(0xe0, ascii('JFXX\0 a small picture'))])],
    ['EXIF in the data of the picture', jpeg([], undefined, [...ascii('..Exif\0\0..')])],
    ['EXIF between scans', jpeg([], undefined, [1, ...exif, ...segment(0xda, [1, 1, 0, 0, 63, 0]), 2])],
    ['something behind the end', joined(jpeg(), exif)],
    ['no end', jpeg().slice(0, -2)],
    ['a segment longer than the rest', joined([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff], jfif)],
    ['a segment without a length', joined([0xff, 0xd8, 0xff, 0xe0, 0, 1, 0xff, 0xd9])],
    ['no picture', joined([0xff, 0xd8], jfif, [0xff, 0xd9])],
    ['nothing', new Uint8Array()],
    ['PNG with EXIF', png],
    ['WebP with EXIF', webp('EXIF', [4, 0, 0, 0, 1, 2, 3, 4])],
  ])('are refused with %s', (_, bytes) => expect(() => assertClean(bytes)).toThrow());

  test('lose what a browser wrote beside the picture, and nothing of the picture', () => {
    const adobe = segment(0xee, ascii('Adobe1234567'));
    expect(withoutNotes(jpeg([exif, adobe, xmp, segment(0xe2, ascii('ICC_PROFILE\0'))]))).toEqual(
      jpeg([adobe]),
    );
  });
});

test('what a file is, and how large, is read from its bytes', () => {
  const read = (bytes: Uint8Array) => {
    const kind = kindOf(bytes);
    return [kind, kind && sizeOf(bytes, kind)];
  };
  expect([
    read(jpeg([exif], { width: 12_000, height: 9_000 })),
    read(png),
    read(webp('VP8X', [10, 0, 0, 0, 0, 0, 0, 0, 0xff, 0x0f, 0, 0xff, 0x07, 0])),
    read(webp('VP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 1, 0x2a, 0x40, 0x01, 0xf0, 0])),
    read(webp('VP8L', [0, 0, 0, 0, 0x2f, 0x3f, 0xc0, 0x3b, 0])),
    read(joined(ascii('GIF89a'), [0x40, 1, 0xf0, 0])),
    read(heic),
    read(ascii('\0\0\0\x18ftypavif')),
    read(ascii('<svg xmlns="http://www.w3.org/2000/svg"/>')),
    read(ascii('GIF8')),
  ]).toEqual([
    ['jpeg', { width: 12_000, height: 9_000 }],
    ['png', { width: 12_000, height: 9 }],
    ['webp', { width: 4_096, height: 2_048 }],
    ['webp', { width: 320, height: 240 }],
    ['webp', { width: 64, height: 240 }],
    ['gif', { width: 320, height: 240 }],
    ['heic', null],
    ['avif', null],
    [null, null],
    ['gif', null],
  ]);
});

test('pictures are made smaller, never larger, and never vanish', () =>
  expect([
    fitInto({ width: 4_000, height: 3_000 }, 1_280),
    fitInto({ width: 3_000, height: 4_000 }, 200),
    fitInto({ width: 100, height: 50 }, 1_280),
    fitInto({ width: 12_000, height: 4 }, 200),
  ]).toEqual([
    { width: 1_280, height: 960 },
    { width: 150, height: 200 },
    { width: 100, height: 50 },
    { width: 200, height: 1 },
  ]));

describe('a file becomes a photo', () => {
  const bad = new DOMException('The source image could not be decoded.', 'InvalidStateError');
  const prepare = (bytes: Uint8Array<ArrayBuffer>, codec: FakeCodec) =>
    preparePhoto(new Blob([bytes]), codec);

  test('of two sizes without notes, named by its bytes', async () => {
    const codec = new FakeCodec({ width: 3_000, height: 4_000 });
    const photo = await prepare(jpeg([exif]), codec);
    expect(codec.sizes).toEqual([
      { width: 960, height: 1_280 },
      { width: 150, height: 200 },
    ]);
    expect(photo.bytes).toEqual(jpeg([], { width: 960, height: 1_280 }));
    expect(photo.thumbnail).toEqual(jpeg([], { width: 150, height: 200 }));
    expect([photo.hash, codec.closed]).toEqual([await hashOf(photo.bytes), 1]);
  });

  test.each([
    ['empty', new Uint8Array(), new FakeCodec({ width: 1, height: 1 })],
    ['not_an_image', ascii('%PDF-1.7'), new FakeCodec({ width: 1, height: 1 })],
    ['too_many_pixels', jpeg([], { width: 20_000, height: 20_000 }), new FakeCodec({ width: 1, height: 1 })],
    ['damaged', jpeg().slice(0, 40), new FakeCodec(bad)],
    ['heic', heic, new FakeCodec(bad)],
    ['not_cleaned', jpeg(), new FakeCodec({ width: 1, height: 1 }, () => png)],
    [
      'not_cleaned',
      jpeg(),
      new FakeCodec({ width: 1, height: 1 }, () => jpeg([], undefined, [...ascii('Exif\0\0')])),
    ],
  ])('or is refused: %s', async (fault, bytes, codec) => {
    await expect(prepare(bytes, codec)).rejects.toMatchObject({ fault });
  });

  test('a mistake of our own is not called a damaged photo', async () => {
    const broken = new FakeCodec({ width: 1, height: 1 }, () => {
      throw new TypeError('no canvas');
    });
    await expect(prepare(jpeg(), broken)).rejects.toThrow('no canvas');
  });
});
