import { AppError, ErrorCode } from '../../platform/errors.js';

/** The containers that are taken, each with the MIME type it is served under and the file extensions it may bear. */
export const audioFormats = {
  mp3: { contentType: 'audio/mpeg', extensions: ['mp3'] },
  mp4: { contentType: 'audio/mp4', extensions: ['m4a', 'mp4'] },
  adts: { contentType: 'audio/aac', extensions: ['aac'] },
  ogg: { contentType: 'audio/ogg', extensions: ['ogg', 'oga', 'opus'] },
  webm: { contentType: 'audio/webm', extensions: ['webm', 'weba'] },
  flac: { contentType: 'audio/flac', extensions: ['flac'] },
  wav: { contentType: 'audio/wav', extensions: ['wav'] },
} as const;

export type AudioFormat = keyof typeof audioFormats;

/** How the sound inside a container is coded; null is one that nothing here can decode. */
export type Codec = 'mp3' | 'opus' | 'flac' | PcmCodec | null;

/** Plain samples, little-endian, its channels interleaved. */
export interface PcmCodec {
  readonly pcm: 'integer' | 'float';
  readonly bytesPerSample: number;
  readonly channels: number;
}

/** What the bytes of a file say while they go by. It fills up; at the end of the file it is complete. */
export interface AudioFacts {
  format: AudioFormat | null;
  codec: Codec;
  /** Channels of an Opus stream. */
  channels: number;
  /** True length in seconds, by counting where the file does not say it; null where it cannot be told. */
  durationSeconds: number | null;
}

/** Takes the coded packets of a file, one after the other. The bytes are valid during the call only. */
export type PacketSink = (packet: Uint8Array) => void;

/** Not a recording this server takes, whatever its name or header says. */
export class UnsupportedAudio extends AppError {
  constructor(why = 'The file is none of MP3, M4A, AAC, Ogg, WebM, FLAC and WAV.') {
    super(ErrorCode.UNSUPPORTED_MEDIA_TYPE, why);
  }
}

export const noPicture = 'The file holds a moving picture; only sound is taken.';
export const noSound = 'The file holds no sound that can be played.';

/** To the millisecond: what counting adds behind that is noise. */
export function wholeMilliseconds(seconds: number | null): number | null {
  return seconds === null ? null : Math.round(seconds * 1000) / 1000;
}
