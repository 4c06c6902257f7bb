import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Decoder } from './decoders.js';
import { readMp3Header } from './mpeg-frames.js';
import type { PeaksMeter } from './peaks-meter.js';

/** What minimp3-wasm exports; its own wrapper wants a browser and the whole file at once. */
interface Minimp3 {
  readonly memory: { readonly buffer: ArrayBuffer };
  decoder_init(): void;
  decoder_set_mp3_data_size(bytes: number): void;
  decoder_mp3_data_offset(): number;
  decoder_decode(seconds: number): void;
  decoder_pcm_data_offset(): number;
  decoder_pcm_data_size(): number;
  decode_results_num_channels(): number;
}

/** The part of the global that is used; its types belong to browsers. */
declare const WebAssembly: {
  compile(bytes: Uint8Array): Promise<Module>;
  Instance: new (module: Module) => { readonly exports: unknown };
};
type Module = object;

interface Frame {
  readonly bytes: Uint8Array;
  readonly samples: number;
  readonly seconds: number;
}

/** Some half a minute; each takes a few megabytes while it is decoded. */
const framesAtOnce = 1000;
/** A frame borrows bits from up to nine before it, which the next portion therefore begins with. */
const framesAgain = 10;

/** Decodes MP3 by minimp3 (CC0) in WebAssembly, a portion of frames at a time. */
export class Mp3Decoder implements Decoder {
  readonly takesWholeFile = false;
  private frames: Frame[] = [];
  private again = 0;

  private constructor(
    private readonly module: Module,
    private readonly meter: PeaksMeter,
  ) {}

  static async open(meter: PeaksMeter): Promise<Mp3Decoder> {
    const file = createRequire(import.meta.url).resolve('minimp3-wasm/dist/decoder.opt.wasm');
    return new Mp3Decoder(await WebAssembly.compile(await readFile(file)), meter);
  }

  decode(bytes: Uint8Array): void {
    const header = readMp3Header(bytes);
    if (!header) return;
    const { samples, sampleRate } = header;
    this.frames.push({ bytes, samples, seconds: samples / sampleRate });
    if (this.frames.length - this.again >= framesAtOnce) this.decodePortion();
  }

  end(): void {
    if (this.frames.length > this.again) this.decodePortion();
  }

  private decodePortion(): void {
    const bytes = Buffer.concat(this.frames.map((frame) => frame.bytes));
    // A fresh instance for each portion: the decoder cannot be begun again.
    const decoder = new WebAssembly.Instance(this.module).exports as Minimp3;
    decoder.decoder_init();
    decoder.decoder_set_mp3_data_size(bytes.length);
    new Uint8Array(decoder.memory.buffer).set(bytes, decoder.decoder_mp3_data_offset());
    decoder.decoder_decode(this.frames.reduce((sum, { seconds }) => sum + seconds, 0));
    const channels = decoder.decode_results_num_channels();
    const { buffer } = decoder.memory;
    const pcm = new Int16Array(
      buffer,
      decoder.decoder_pcm_data_offset(),
      decoder.decoder_pcm_data_size() / 2,
    );
    const fresh = this.frames.slice(this.again).reduce((sum, { samples }) => sum + samples, 0);
    this.measure(pcm, channels, fresh);
    this.frames = this.frames.slice(-framesAgain);
    this.again = this.frames.length;
  }

  /** The last `count` samples: what is before them was there in the portion before. */
  private measure(pcm: Int16Array, channels: number, count: number): void {
    for (let at = Math.max(pcm.length - count * channels, 0); at < pcm.length; at += channels) {
      let loudest = 0;
      for (let channel = 0; channel < channels; channel += 1) {
        loudest = Math.max(loudest, Math.abs(pcm[at + channel] as number));
      }
      this.meter.add(loudest / 2 ** 15);
    }
  }
}
