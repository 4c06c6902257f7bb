import { type AudioFacts, noSound, type PacketSink, UnsupportedAudio } from './audio-format.js';
import { ascii, atEnd, numbers, peek, type Reading, skip, take } from './byte-feed.js';

const pcm = 1;
const float = 3;
const extensible = 0xfffe;
/** Samples handed on at once. */
const slice = 1024;

/** Walks the chunks of a WAV file, plain or RF64. The length is counted: what the file claims may be anything. */
export function* readWav(facts: AudioFacts, sink?: PacketSink): Reading<void> {
  yield* skip(12);
  let bytesPerSecond = 0;
  let frame = 0;
  while (!(yield* atEnd())) {
    const head = yield* take(8);
    const name = ascii(head, 0, 4);
    const size = numbers(head).getUint32(4, true);
    if (name === 'fmt ') {
      if (size < 16) break;
      const format = numbers(yield* take(size));
      const tag = format.getUint16(0, true);
      const codec = tag === extensible && size >= 26 ? format.getUint16(24, true) : tag;
      const channels = format.getUint16(2, true);
      frame = format.getUint16(12, true);
      bytesPerSecond = format.getUint32(4, true) * frame;
      const bytesPerSample = frame / channels;
      const known = codec === pcm ? [1, 2, 3, 4] : codec === float ? [4, 8] : [];
      facts.codec = known.includes(bytesPerSample)
        ? { pcm: codec === pcm ? 'integer' : 'float', bytesPerSample, channels }
        : null;
      // Compressed WAV counts its bytes in a second itself.
      if (codec !== pcm && codec !== float) bytesPerSecond = format.getUint32(8, true);
    } else if (name === 'data' && bytesPerSecond > 0) {
      // A recorder that was cut off, or streams, leaves 0 or the highest number here.
      const claimed = size === 0 || size === 0xffff_ffff ? Number.MAX_SAFE_INTEGER : size;
      const count = sink ? yield* emit(claimed, slice * frame, sink) : yield* skip(claimed);
      facts.durationSeconds = count / bytesPerSecond;
      return;
    } else yield* skip(size + (size % 2));
  }
  throw new UnsupportedAudio(noSound);
}

function* emit(count: number, step: number, sink: PacketSink): Reading<number> {
  let done = 0;
  while (done < count) {
    const part = yield* peek(Math.min(step, count - done));
    if (part.length === 0) break;
    sink(part);
    done += yield* skip(part.length);
  }
  return done;
}
