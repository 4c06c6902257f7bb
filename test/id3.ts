/** Texts of a tag as their bytes, in whatever charset a test wants. */
interface Id3Texts {
  readonly title?: Buffer;
  readonly artist?: Buffer;
  readonly album?: Buffer;
}

/** The first byte of a text frame: what charset the rest is said to be in. */
export const id3Charset = { latin1: 0, utf16: 1, utf8: 3 } as const;

/** An ID3v1 tag, which stands at the end of a file; texts are cut off after 30 bytes. */
export function id3v1({ title, artist, album }: Id3Texts): Buffer {
  const tag = Buffer.alloc(128);
  tag.write('TAG', 'latin1');
  title?.copy(tag, 3, 0, 30);
  artist?.copy(tag, 33, 0, 30);
  album?.copy(tag, 63, 0, 30);
  return tag;
}

/** An ID3v2.2, 2.3 or 2.4 tag, which stands in front of the sound, with a cover if one is given. */
export function id3v2(
  version: 2 | 3 | 4,
  charset: number,
  { title, artist, album }: Id3Texts,
  cover?: Uint8Array,
): Buffer {
  const [ofTitle, ofArtist, ofAlbum] = version === 2 ? ['TT2', 'TP1', 'TAL'] : ['TIT2', 'TPE1', 'TALB'];
  const text = (name: string, bytes?: Buffer) =>
    bytes ? [frame(version, name, Buffer.from([charset]), bytes)] : [];
  const frames = Buffer.concat([
    ...text(ofTitle, title),
    ...text(ofArtist, artist),
    ...text(ofAlbum, album),
    ...(cover ? [frame(version, 'APIC', Buffer.from('\0image/png\0\x03\0', 'latin1'), cover)] : []),
  ]);
  return Buffer.concat([Buffer.from([0x49, 0x44, 0x33, version, 0, 0]), synchsafe(frames.length), frames]);
}

function frame(version: 2 | 3 | 4, name: string, ...parts: Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(body.length);
  if (version === 2) return Buffer.concat([Buffer.from(name), size.subarray(1), body]);
  return Buffer.concat([
    Buffer.from(name),
    version === 4 ? synchsafe(body.length) : size,
    Buffer.alloc(2),
    body,
  ]);
}

/** A number of 28 bits, seven in each byte. */
function synchsafe(value: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (value >> shift) & 0x7f));
}
