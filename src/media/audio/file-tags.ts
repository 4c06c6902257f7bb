import { Readable } from 'node:stream';
import { type IAudioMetadata, parseStream, selectCover } from 'music-metadata';
import { mostImageBytes } from '../image.rules.js';

/** What somebody has written into an audio file about it, as it stands there; null where there is nothing. */
export interface FileTags {
  readonly title: string | null;
  readonly artist: string | null;
  readonly album: string | null;
  /** The bytes of a picture, or of what claims to be one: 15 MiB at most. */
  readonly picture: Uint8Array | null;
}

/** What is known of the file already. */
export interface TaggedFile {
  /** Bytes. */
  readonly size: number;
  readonly contentType: string;
}

/** Far more than anybody keeps of a text, also where its charset makes three letters of one. */
const longestText = 2000;

/** Reads the tags of a file as it streams through. What is broken counts as far as it could be read. */
export async function readTags(
  chunks: AsyncIterable<Uint8Array>,
  { size, contentType }: TaggedFile,
): Promise<FileTags> {
  let common: Partial<IAudioMetadata['common']> = {};
  let native: IAudioMetadata['native'] = {};
  const stream = Readable.from(chunks, { objectMode: false });
  const observer = ({ metadata }: { metadata: Pick<IAudioMetadata, 'common' | 'native'> }) => {
    ({ common, native } = metadata);
  };
  await parseStream(stream, { size, mimeType: contentType }, { observer }).catch(() => undefined);
  // FFmpeg writes it at a place of Matroska where the library does not look.
  const albumOfTrack = native['matroska']?.find(({ id }) => id === 'track:ALBUM')?.value;
  const picture = selectCover(common.picture)?.data ?? null;
  return {
    title: text(common.title),
    artist: text(common.artist) ?? text(common.albumartist),
    album: text(common.album ?? albumOfTrack),
    picture: picture && picture.length <= mostImageBytes ? picture : null,
  };
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value.trim() ? value.slice(0, longestText) : null;
}
