import { createRequire } from 'node:module';
import type { Decoder } from './decoders.js';
import type { PeaksMeter } from './peaks-meter.js';

/** The part of libflacjs that is used. */
interface LibFlac {
  isReady(): boolean;
  on(event: 'ready', run: () => void): void;
  create_libflac_decoder(verify: boolean): number;
  init_decoder_stream(
    decoder: number,
    read: (most: number) => { buffer: Uint8Array; readDataLength: number; error: boolean },
    write: (channels: Uint8Array[], frame: FrameInfo) => void,
    fail: () => void,
  ): number;
  FLAC__stream_decoder_process_single(decoder: number): boolean;
  FLAC__stream_decoder_get_state(decoder: number): number;
}

interface FrameInfo {
  /** Samples of each channel. */
  readonly blocksize: number;
  readonly bitsPerSample: number;
  readonly sampleRate: number;
}

const endOfStream = 4;
/** The decoder takes an empty hand for the end, so it is kept ahead by more than any usual frame. */
const ahead = 512 * 1024;

const { fetch } = globalThis;

/** Decodes FLAC by libFLAC (BSD) in WebAssembly. */
export class FlacDecoder implements Decoder {
  readonly takesWholeFile = true;
  seconds = 0;
  private held: Uint8Array = new Uint8Array();
  private readonly decoder: number;

  private constructor(
    private readonly flac: LibFlac,
    private readonly meter: PeaksMeter,
  ) {
    this.decoder = flac.create_libflac_decoder(false);
    flac.init_decoder_stream(
      this.decoder,
      (most) => this.give(most),
      (channels, frame) => this.measure(channels, frame),
      () => undefined,
    );
  }

  static async open(meter: PeaksMeter): Promise<FlacDecoder> {
    // The library would fetch its WebAssembly as in a browser, by a path that is no URL; without `fetch` it reads the file.
    Reflect.deleteProperty(globalThis, 'fetch');
    try {
      const load = createRequire(import.meta.url)('libflacjs') as (variant: string) => LibFlac;
      const flac = load('min.wasm');
      if (!flac.isReady()) await new Promise<void>((resolve) => flac.on('ready', resolve));
      return new FlacDecoder(flac, meter);
    } finally {
      globalThis.fetch = fetch;
    }
  }

  decode(bytes: Uint8Array): void {
    this.held = Buffer.concat([this.held, bytes]);
    while (this.held.length > ahead && this.step());
  }

  end(): void {
    while (this.step());
  }

  private step(): boolean {
    return (
      this.flac.FLAC__stream_decoder_process_single(this.decoder) &&
      this.flac.FLAC__stream_decoder_get_state(this.decoder) < endOfStream
    );
  }

  private give(most: number) {
    const buffer = this.held.subarray(0, most);
    this.held = this.held.subarray(buffer.length);
    return { buffer, readDataLength: buffer.length, error: false };
  }

  private measure(channels: Uint8Array[], { blocksize, bitsPerSample, sampleRate }: FrameInfo): void {
    const full = 2 ** (bitsPerSample - 1);
    const samples = channels.map((bytes) => integers(bytes, bytes.length / blocksize));
    for (let at = 0; at < blocksize; at += 1) {
      let loudest = 0;
      for (const channel of samples) loudest = Math.max(loudest, Math.abs(channel[at] ?? 0));
      this.meter.add(loudest / full);
    }
    this.seconds += blocksize / sampleRate;
  }
}

/** Signed integers of 1, 2 or 4 bytes; the library gives those of 24 bits as 4. */
function integers(bytes: Uint8Array, width: number): ArrayLike<number> {
  const { buffer } = bytes.slice();
  if (width === 1) return new Int8Array(buffer);
  return width === 2 ? new Int16Array(buffer) : new Int32Array(buffer);
}
