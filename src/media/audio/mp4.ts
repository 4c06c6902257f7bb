import { type AudioFacts, noPicture, noSound, UnsupportedAudio } from './audio-format.js';
import { ascii, atEnd, Malformed, numbers, type Reading, skip, take } from './byte-feed.js';

/** Boxes whose content is walked like everything else. */
const containers: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'mvex', 'moof', 'traf']);

interface Track {
  id: number;
  handler: string;
  timescale: number;
  /** Ticks, of the whole file and counted in its fragments. */
  whole: number;
  inFragments: number;
}

const wanted: ReadonlySet<string> = new Set(['tkhd', 'mdhd', 'hdlr', 'trex', 'tfhd', 'trun']);

/** Walks the boxes of an MP4 file (ISO/IEC 14496-12), whole or in fragments as Safari records. */
export function* readMp4(facts: AudioFacts): Reading<void> {
  const file = new Mp4Tracks();
  while (!(yield* atEnd())) {
    const head = yield* take(8);
    const type = ascii(head, 4, 8);
    let size = numbers(head).getUint32(0) - 8;
    if (size === -7) size = Number(numbers(yield* take(8)).getBigUint64(0)) - 16;
    // The last box may last to the end of the file.
    if (size === -8) size = Number.MAX_SAFE_INTEGER;
    if (size < 0) throw new Malformed('a box smaller than its head');
    if (containers.has(type)) {
      if (type === 'trak') file.begin();
      continue;
    }
    if (wanted.has(type)) file.read(type, numbers(yield* take(size)));
    else yield* skip(size);
    if (file.tracks.some(({ handler }) => handler === 'vide')) throw new UnsupportedAudio(noPicture);
    facts.durationSeconds = file.seconds;
  }
  if (file.sound === undefined) throw new UnsupportedAudio(noSound);
}

/** What the boxes say about the tracks. */
class Mp4Tracks {
  readonly tracks: Track[] = [];
  private readonly defaults = new Map<number, number>();
  private fragmentOf: Track | undefined;
  private fragmentDefault = 0;

  get sound(): Track | undefined {
    return this.tracks.find(({ handler }) => handler === 'soun');
  }

  get seconds(): number | null {
    const { sound } = this;
    const ticks = sound && Math.max(sound.whole, sound.inFragments);
    return sound && ticks ? ticks / sound.timescale : null;
  }

  begin(): void {
    this.tracks.push({ id: 0, handler: '', timescale: 1, whole: 0, inFragments: 0 });
  }

  read(type: string, box: DataView): void {
    const track = this.tracks.at(-1);
    try {
      if (type === 'trex') this.defaults.set(box.getUint32(4), box.getUint32(12));
      else if (type === 'tfhd') this.beginFragment(box);
      else if (type === 'trun') this.addRun(box);
      else if (track) describe(track, type, box);
    } catch (error) {
      if (error instanceof RangeError) throw new Malformed('a box that ends too early');
      throw error;
    }
  }

  private beginFragment(box: DataView): void {
    const flags = box.getUint32(0);
    const trackId = box.getUint32(4);
    this.fragmentOf = this.tracks.find(({ id }) => id === trackId);
    const at = 8 + (flags & 1 ? 8 : 0) + (flags & 2 ? 4 : 0);
    this.fragmentDefault = flags & 8 ? box.getUint32(at) : (this.defaults.get(trackId) ?? 0);
  }

  private addRun(box: DataView): void {
    const flags = box.getUint32(0);
    const count = box.getUint32(4);
    if (!this.fragmentOf) return;
    if (!(flags & 0x100)) {
      this.fragmentOf.inFragments += count * this.fragmentDefault;
      return;
    }
    const start = 8 + (flags & 1 ? 4 : 0) + (flags & 4 ? 4 : 0);
    const step = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
    for (let sample = 0; sample < count; sample += 1) {
      this.fragmentOf.inFragments += box.getUint32(start + sample * step);
    }
  }
}

function describe(track: Track, type: string, box: DataView): void {
  const long = box.getUint8(0) === 1;
  if (type === 'tkhd') track.id = box.getUint32(long ? 20 : 12);
  if (type === 'hdlr') track.handler = ascii(new Uint8Array(box.buffer, box.byteOffset + 8, 4));
  if (type !== 'mdhd') return;
  track.timescale = box.getUint32(long ? 20 : 12) || 1;
  const ticks = long ? Number(box.getBigUint64(24)) : box.getUint32(16);
  // All ones is "unknown".
  track.whole = ticks === 0xffff_ffff || !Number.isSafeInteger(ticks) ? 0 : ticks;
}
