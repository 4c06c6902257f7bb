import { type AudioFacts, noPicture, noSound, type PacketSink, UnsupportedAudio } from './audio-format.js';
import { ascii, atEnd, Malformed, numbers, type Reading, skip, take } from './byte-feed.js';
import { opusSeconds } from './opus.rules.js';

/** The elements that matter (RFC 9559, section 5.1). */
const id = {
  header: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  codec: 0x86,
  audio: 0xe1,
  channels: 0x9f,
  cluster: 0x1f43b675,
  timestamp: 0xe7,
  blockGroup: 0xa0,
  block: 0xa1,
  simpleBlock: 0xa3,
} as const;

/** What these hold is walked like everything else, so that a size which is unknown or wrong does no harm. */
const masters: ReadonlySet<number> = new Set([
  id.header,
  id.segment,
  id.info,
  id.tracks,
  id.trackEntry,
  id.audio,
  id.cluster,
  id.blockGroup,
]);

interface Track {
  number: number;
  type: number;
  codec: string;
  channels: number;
}

const blockHead = 16;

/**
 * Walks a WebM file. What a browser records has no length inside; the last block and its own length tell it.
 */
export function* readWebm(facts: AudioFacts, sink?: PacketSink): Reading<void> {
  const tracks: Track[] = [];
  /** Nanoseconds of one tick. */
  let scale = 1_000_000;
  let clusterTime = 0;
  let sound: Track | null = null;
  while (!(yield* atEnd())) {
    const element = yield* readElementId();
    const size = yield* readSize();
    if (masters.has(element)) {
      if (element === id.trackEntry) tracks.push({ number: 0, type: 0, codec: '', channels: 1 });
      if (element === id.cluster) sound ??= chooseSound(tracks, facts);
      continue;
    }
    if (size === null) throw new Malformed('an element of unknown size');
    const track = tracks.at(-1);
    switch (element) {
      case id.docType:
        if (ascii(yield* take(size)).replace(/\0+$/, '') !== 'webm') throw new UnsupportedAudio();
        break;
      case id.timestampScale:
        scale = toNumber(yield* take(size)) || scale;
        break;
      case id.trackNumber:
      case id.trackType:
      case id.channels: {
        const value = toNumber(yield* take(size));
        const name = element === id.trackNumber ? 'number' : element === id.trackType ? 'type' : 'channels';
        if (track) track[name] = value;
        break;
      }
      case id.codec: {
        const name = ascii(yield* take(size));
        if (track) track.codec = name;
        break;
      }
      case id.timestamp:
        clusterTime = toNumber(yield* take(size));
        break;
      case id.block:
      case id.simpleBlock: {
        const start = yield* take(sink ? size : Math.min(size, blockHead));
        if (start.length < size && (yield* skip(size - start.length)) < size - start.length) return;
        const block = readBlock(start);
        if (!sound || block.track !== sound.number) break;
        const begin = ((clusterTime + block.ticks) * scale) / 1e9;
        const length = sound.codec === 'A_OPUS' && !block.laced ? opusSeconds(block.payload) : 0;
        facts.durationSeconds = Math.max(facts.durationSeconds ?? 0, begin + length);
        if (sink && !block.laced && block.payload.length > 0) sink(block.payload);
        break;
      }
      default:
        yield* skip(size);
    }
  }
  if (!sound) throw new UnsupportedAudio(noSound);
}

function chooseSound(tracks: readonly Track[], facts: AudioFacts): Track {
  if (tracks.some(({ type }) => type === 1)) throw new UnsupportedAudio(noPicture);
  const track = tracks.find(({ type, codec }) => type === 2 && /^A_(OPUS|VORBIS)$/.test(codec));
  if (!track) throw new UnsupportedAudio(noSound);
  facts.codec = track.codec === 'A_OPUS' && track.channels <= 2 ? 'opus' : null;
  facts.channels = track.channels;
  return track;
}

/** The first bytes of a block (RFC 9559, section 10.1). */
function readBlock(bytes: Uint8Array) {
  const first = bytes[0] ?? 0;
  const width = vintLength(first);
  if (bytes.length < width + 3) throw new Malformed('a block without a head');
  const track = toNumber(bytes.subarray(0, width)) - 2 ** (7 * width);
  const ticks = numbers(bytes).getInt16(width);
  const laced = ((bytes[width + 2] ?? 0) & 0x06) !== 0;
  return { track, ticks, laced, payload: bytes.subarray(width + 3) };
}

function* readElementId(): Reading<number> {
  const [first = 0] = yield* take(1);
  const width = vintLength(first);
  if (width > 4) throw new Malformed('not an element');
  return toNumber(Uint8Array.of(first, ...(yield* take(width - 1))));
}

/** Null where the size is unknown: the element lasts until one comes that cannot lie in it. */
function* readSize(): Reading<number | null> {
  const [first = 0] = yield* take(1);
  const width = vintLength(first);
  const rest = yield* take(width - 1);
  const lead = first & (2 ** (8 - width) - 1);
  if (lead === 2 ** (8 - width) - 1 && rest.every((byte) => byte === 0xff)) return null;
  const size = toNumber(Uint8Array.of(lead, ...rest));
  if (!Number.isSafeInteger(size)) throw new Malformed('an element too large');
  return size;
}

/** How many bytes a number has whose first byte this is (RFC 8794, section 4). */
function vintLength(first: number): number {
  const width = Math.clz32(first) - 23;
  if (width > 8) throw new Malformed('not a number');
  return width;
}

function toNumber(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
