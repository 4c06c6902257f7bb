import { OpusDecoder } from 'opus-decoder';
import type { Decoder } from './decoders.js';
import type { PeaksMeter } from './peaks-meter.js';

/** Decodes Opus by libopus (BSD) in WebAssembly. A packet that is broken counts as nothing. */
export class OpusPackets implements Decoder {
  readonly takesWholeFile = false;

  private constructor(
    private readonly decoder: OpusDecoder,
    private readonly meter: PeaksMeter,
  ) {}

  static async open(channels: number, meter: PeaksMeter): Promise<OpusPackets> {
    const decoder = new OpusDecoder({ channels, streamCount: 1, coupledStreamCount: channels - 1 });
    await decoder.ready;
    return new OpusPackets(decoder, meter);
  }

  decode(bytes: Uint8Array): void {
    const { channelData, samplesDecoded } = this.decoder.decodeFrame(bytes);
    for (let at = 0; at < samplesDecoded; at += 1) {
      let loudest = 0;
      for (const channel of channelData) loudest = Math.max(loudest, Math.abs(channel[at] as number));
      this.meter.add(loudest);
    }
  }

  end(): void {
    this.decoder.free();
  }
}
