import type { AudioFacts, PacketSink } from './audio-format.js';
import { ascii, atEnd, peek, type Reading, skip, take } from './byte-feed.js';

/** A frame of MPEG audio, by its header. */
interface Frame {
  /** Bytes, header included. */
  readonly length: number;
  readonly samples: number;
  readonly sampleRate: number;
  /** What stays the same in all frames of a file. */
  readonly kind: string;
}

type ReadHeader = (header: Uint8Array) => Frame | null;

const mp3Rates = [44_100, 48_000, 32_000];
const mp3BitRates = {
  1: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

/** The header of a frame of layer III (ISO/IEC 11172-3, section 2.4.1.3; 13818-3 for the lower rates), else null. */
export function readMp3Header(header: Uint8Array): Frame | null {
  const [sync = 0, second = 0, third = 0, fourth = 0] = header;
  if (header.length < 4 || sync !== 0xff || (second & 0xe0) !== 0xe0) return null;
  const version = (second >> 3) & 3;
  if (version === 1 || ((second >> 1) & 3) !== 1 || (fourth & 3) === 2) return null;
  const bitRate = mp3BitRates[version === 3 ? 1 : 2][(third >> 4) - 1];
  const baseRate = mp3Rates[(third >> 2) & 3];
  if (!bitRate || !baseRate) return null;
  const sampleRate = version === 3 ? baseRate : version === 2 ? baseRate / 2 : baseRate / 4;
  const samples = version === 3 ? 1152 : 576;
  const length = Math.floor((samples * 125 * bitRate) / sampleRate) + ((third >> 1) & 1);
  return { length, samples, sampleRate, kind: `mp3 ${version} ${sampleRate}` };
}

const aacRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
];

/** The header of an ADTS frame (ISO/IEC 13818-7, section 6.2), else null. */
export function readAdtsHeader(header: Uint8Array): Frame | null {
  const [sync = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0, seventh = 0] = header;
  if (header.length < 7 || sync !== 0xff || (second & 0xf6) !== 0xf0) return null;
  const sampleRate = aacRates[(third >> 2) & 15];
  const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
  if (!sampleRate || length < 7) return null;
  return { length, samples: 1024 * ((seventh & 3) + 1), sampleRate, kind: `adts ${second} ${sampleRate}` };
}

/** Whether a frame begins here and another of its kind follows it: two bytes of a header mean nothing by themselves. */
export function* startsWithFrames(readHeader: ReadHeader): Reading<boolean> {
  const frame = readHeader(yield* peek(7));
  if (!frame) return false;
  const both = yield* peek(frame.length + 7);
  return readHeader(both.subarray(frame.length))?.kind === frame.kind;
}

/**
 * Walks all frames, which alone tells the length of a file whose bit rate changes. What lies between frames, such as
 * tags, is passed over.
 */
export function* readFrames(readHeader: ReadHeader, facts: AudioFacts, sink?: PacketSink): Reading<void> {
  let seconds = 0;
  let kind: string | null = null;
  while (!(yield* atEnd())) {
    const frame = readHeader(yield* peek(7));
    if (!frame || (kind !== null && frame.kind !== kind)) {
      yield* skipToSync();
      continue;
    }
    const first = kind === null;
    kind = frame.kind;
    if (first && isInfo(yield* peek(frame.length))) {
      yield* skip(frame.length);
      continue;
    }
    if (sink) sink(yield* take(frame.length));
    else if ((yield* skip(frame.length)) < frame.length) return;
    seconds += frame.samples / frame.sampleRate;
    facts.durationSeconds = seconds;
  }
}

/** The first frame may hold an index of the file instead of sound. */
function isInfo(frame: Uint8Array): boolean {
  return /Xing|Info|VBRI/.test(ascii(frame, 4, 44));
}

/** To the next byte that can begin a frame, but never standing still. */
function* skipToSync(): Reading<void> {
  const ahead = yield* peek(4096);
  const next = ahead.indexOf(0xff, 1);
  yield* skip(next === -1 ? ahead.length : next);
}
