import { type AudioFacts, noPicture, noSound, type PacketSink, UnsupportedAudio } from './audio-format.js';
import { ascii, atEnd, Malformed, numbers, type Reading, take } from './byte-feed.js';

/** One logical stream of an Ogg file that holds sound. */
interface Stream {
  readonly serial: number;
  readonly codec: 'opus' | null;
  readonly channels: number;
  /** Samples in a second, as granule positions count them. */
  readonly rate: number;
  /** Samples at the start that are not played. */
  readonly preSkip: number;
  /** Packets that describe the stream and hold no sound, still to come. */
  headers: number;
}

const longestPacket = 255 * 1024;

/** Walks the pages of an Ogg file (RFC 3533). The granule position of the last one is the length of the stream. */
export function* readOgg(facts: AudioFacts, sink?: PacketSink): Reading<void> {
  let stream: Stream | null = null;
  let inHead = true;
  /** Length of the chained streams before this one. */
  let before = 0;
  let part: Uint8Array[] = [];
  while (!(yield* atEnd())) {
    const head = yield* take(27);
    if (ascii(head, 0, 4) !== 'OggS') throw new Malformed('not a page of Ogg');
    const lacing = yield* take(head[26] ?? 0);
    const body = yield* take(lacing.reduce((sum, length) => sum + length, 0));
    const view = numbers(head);
    const serial = view.getUint32(14, true);
    const flags = head[5] ?? 0;
    if (flags & 2) {
      if (!inHead) {
        before = facts.durationSeconds ?? 0;
        stream = null;
      }
      inHead = true;
      if (isPicture(body)) throw new UnsupportedAudio(noPicture);
      stream ??= soundStream(serial, body);
      facts.codec = stream?.codec ?? null;
      facts.channels = stream?.channels ?? 0;
    } else if (!stream) throw new UnsupportedAudio(noSound);
    else inHead = false;
    if (serial !== stream?.serial) continue;
    const granule = view.getBigInt64(6, true);
    if (granule > 0n && !inHead) {
      facts.durationSeconds = before + Math.max(Number(granule) - stream.preSkip, 0) / stream.rate;
    }
    if (sink) part = emitPackets(stream, lacing, body, flags & 1 ? part : [], sink);
  }
  if (!stream) throw new UnsupportedAudio(noSound);
}

function soundStream(serial: number, first: Uint8Array): Stream | null {
  const view = numbers(first);
  if (ascii(first, 0, 8) === 'OpusHead' && first.length >= 19) {
    // RFC 7845, section 5.1.
    const channels = first[9] ?? 0;
    // More than two channels are several Opus streams in each packet, which the decoder does not take apart.
    const codec = channels > 2 ? null : 'opus';
    return { serial, codec, channels, rate: 48_000, preSkip: view.getUint16(10, true), headers: 2 };
  }
  if (ascii(first, 0, 7) === '\x01vorbis' && first.length >= 30) {
    const rate = view.getUint32(12, true);
    return rate ? { serial, codec: null, channels: first[11] ?? 0, rate, preSkip: 0, headers: 3 } : null;
  }
  if (ascii(first, 0, 5) === '\x7fFLAC' && first.length >= 30) {
    const rate = view.getUint32(27) >>> 12;
    return rate ? { serial, codec: null, channels: 0, rate, preSkip: 0, headers: 1 } : null;
  }
  return null;
}

function isPicture(first: Uint8Array): boolean {
  return /^(?:\x80theora|BBCD\0|\x4fVP80)/.test(ascii(first, 0, 7));
}

/** Hands on the packets that end on this page, and returns the beginning of one that does not. */
function emitPackets(
  stream: Stream,
  lacing: Uint8Array,
  body: Uint8Array,
  begun: Uint8Array[],
  sink: PacketSink,
): Uint8Array[] {
  let part = begun;
  let at = 0;
  for (const length of lacing) {
    part.push(body.subarray(at, at + length));
    at += length;
    if (length === 255) continue;
    const packet = Buffer.concat(part);
    part = [];
    if (stream.headers > 0) stream.headers -= 1;
    else if (packet.length > 0) sink(packet);
  }
  if (part.reduce((sum, piece) => sum + piece.length, 0) > longestPacket)
    throw new Malformed('an endless packet');
  return part;
}
