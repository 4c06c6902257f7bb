import type { PcmCodec } from './audio-format.js';
import type { Decoder } from './decoders.js';
import type { PeaksMeter } from './peaks-meter.js';

/** Reads plain samples; whole ones are signed but for those of one byte (RIFF: "PCM"). */
export class PcmReader implements Decoder {
  readonly takesWholeFile = false;
  private readonly level: (view: DataView, at: number) => number;

  constructor(
    private readonly codec: PcmCodec,
    private readonly meter: PeaksMeter,
  ) {
    this.level = levelOf(codec);
  }

  decode(bytes: Uint8Array): void {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const { bytesPerSample, channels } = this.codec;
    const frame = bytesPerSample * channels;
    for (let at = 0; at + frame <= bytes.length; at += frame) {
      let loudest = 0;
      for (let sample = at; sample < at + frame; sample += bytesPerSample) {
        loudest = Math.max(loudest, this.level(view, sample));
      }
      this.meter.add(loudest);
    }
  }

  end(): void {
    // Half a sample at the end is nothing.
  }
}

function levelOf({ pcm, bytesPerSample }: PcmCodec): (view: DataView, at: number) => number {
  if (pcm === 'float') {
    return bytesPerSample === 4
      ? (view, at) => finite(view.getFloat32(at, true))
      : (view, at) => finite(view.getFloat64(at, true));
  }
  switch (bytesPerSample) {
    case 1:
      return (view, at) => Math.abs(view.getUint8(at) - 128) / 128;
    case 2:
      return (view, at) => Math.abs(view.getInt16(at, true)) / 2 ** 15;
    case 3:
      return (view, at) => Math.abs((view.getInt8(at + 2) << 8) | view.getUint8(at + 1)) / 2 ** 15;
    default:
      return (view, at) => Math.abs(view.getInt32(at, true)) / 2 ** 31;
  }
}

const finite = (value: number) => (Number.isFinite(value) ? Math.abs(value) : 0);
