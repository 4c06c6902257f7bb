import { type AudioFacts, type AudioFormat, type PacketSink, UnsupportedAudio } from './audio-format.js';
import { ascii, ByteFeed, Malformed, numbers, peek, type Reading, skip, take } from './byte-feed.js';
import { readAdtsHeader, readFrames, readMp3Header, startsWithFrames } from './mpeg-frames.js';
import { readMp4 } from './mp4.js';
import { readOgg } from './ogg.js';
import { readWav } from './wav.js';
import { readWebm } from './webm.js';

/** Zeros that some taggers leave behind their tag. */
const mostPadding = 64 * 1024;

/**
 * Looks through an audio file while its bytes go by: its type by what it holds, its length, and, for a `sink`, its
 * packets. It is strict about the type, and lenient behind it: a recording that was cut off still plays.
 */
export class AudioScan {
  readonly facts: AudioFacts = { format: null, codec: null, channels: 0, durationSeconds: null };
  private readonly feed: ByteFeed<void>;

  constructor(sink?: PacketSink) {
    this.feed = new ByteFeed(this.read(sink));
  }

  /** @throws UnsupportedAudio as soon as the bytes tell */
  push(chunk: Uint8Array): void {
    this.feed.push(chunk);
  }

  /** @throws UnsupportedAudio when the bytes so far are no recording */
  end(): AudioFacts {
    this.feed.end();
    return this.facts;
  }

  private *read(sink?: PacketSink): Reading<void> {
    this.facts.format = yield* recognise();
    try {
      yield* readers[this.facts.format](this.facts, sink);
    } catch (error) {
      // Without a length nothing has been found that could be played; with one, what follows is merely broken.
      if (!(error instanceof Malformed)) throw error;
      if (this.facts.durationSeconds === null) throw new UnsupportedAudio();
    }
  }
}

const readers: Record<AudioFormat, (facts: AudioFacts, sink?: PacketSink) => Reading<void>> = {
  *mp3(facts, sink) {
    facts.codec = 'mp3';
    yield* readFrames(readMp3Header, facts, sink);
  },
  *adts(facts) {
    yield* readFrames(readAdtsHeader, facts);
  },
  mp4: readMp4,
  ogg: readOgg,
  webm: readWebm,
  wav: readWav,
  *flac(facts) {
    facts.codec = 'flac';
    const info = yield* take(26);
    // STREAMINFO comes first (RFC 9639, section 8.2): 20 bits of sample rate, 8 bits of others, 36 bits of samples.
    const rate = numbers(info).getUint32(18) >>> 12;
    const samples = ((info[21] ?? 0) & 15) * 2 ** 32 + numbers(info).getUint32(22);
    if (((info[4] ?? 0) & 0x7f) !== 0 || rate === 0) throw new UnsupportedAudio();
    if (samples > 0) facts.durationSeconds = samples / rate;
  },
};

/** @throws UnsupportedAudio unless the file begins like one of the formats */
function* recognise(): Reading<AudioFormat> {
  const tagged = yield* skipTags();
  const head = yield* peek(12);
  if (ascii(head, 0, 4) === 'fLaC') return 'flac';
  if (ascii(head, 0, 4) === 'OggS') return 'ogg';
  if (ascii(head, 0, 4) === '\x1a\x45\xdf\xa3') return 'webm';
  if (ascii(head, 4, 8) === 'ftyp') return 'mp4';
  if (/^(RIFF|RF64)[^]{4}WAVE$/.test(ascii(head))) return 'wav';
  if (tagged) yield* skipZeros();
  if (yield* startsWithFrames(readMp3Header)) return 'mp3';
  if (yield* startsWithFrames(readAdtsHeader)) return 'adts';
  throw new UnsupportedAudio();
}

/** Tags in front of the sound (ID3v2.4, section 3.1); whether there were any. */
function* skipTags(): Reading<boolean> {
  for (let tagged = false; ; tagged = true) {
    const head = yield* peek(10);
    if (head.length < 10 || ascii(head, 0, 3) !== 'ID3') return tagged;
    const size = head.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0);
    yield* skip(10 + size + ((head[5] ?? 0) & 16 ? 10 : 0));
  }
}

function* skipZeros(): Reading<void> {
  for (let skipped = 0; skipped < mostPadding;) {
    const ahead = yield* peek(4096);
    const sound = ahead.findIndex((byte) => byte !== 0);
    skipped += yield* skip(sound === -1 ? ahead.length : sound);
    if (sound !== -1 || ahead.length === 0) return;
  }
}
