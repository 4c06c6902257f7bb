import type { Codec } from './audio-format.js';
import { FlacDecoder } from './flac-decoder.js';
import { Mp3Decoder } from './mp3-decoder.js';
import { OpusPackets } from './opus-packets.js';
import type { PeaksMeter } from './peaks-meter.js';
import { PcmReader } from './pcm-reader.js';

/** Turns coded sound into the levels that a meter takes. */
export interface Decoder {
  /** Whether it finds its way in the bytes of the file by itself, rather than being given packets. */
  readonly takesWholeFile: boolean;
  decode(bytes: Uint8Array): void;
  /** Decodes what it still holds. */
  end(): void;
  /** True length in seconds as far as decoded, where the file itself may not tell it. */
  readonly seconds?: number;
}

/** The decoder for a codec; null where there is none. */
export async function openDecoder(
  codec: Codec,
  channels: number,
  meter: PeaksMeter,
): Promise<Decoder | null> {
  if (codec === 'mp3') return Mp3Decoder.open(meter);
  if (codec === 'opus') return OpusPackets.open(channels, meter);
  if (codec === 'flac') return FlacDecoder.open(meter);
  return codec && new PcmReader(codec, meter);
}
