import { spawn } from 'node:child_process';

/** Runs `ffmpeg`, feeding it `input`, and returns what it wrote to its standard output. */
async function ffmpeg(args, input) {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args]);
  const output = [];
  const complaints = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => complaints.push(chunk));
  child.stdin.end(input);
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${Buffer.concat(complaints).toString()}`);
  return Buffer.concat(output);
}

const uint32 = (value) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** A front cover as a FLAC picture block in base64, the way Vorbis comments carry it (RFC 9639, section 8.8). */
function pictureBlock(cover, mediaType) {
  const type = Buffer.from(mediaType);
  const frontCover = uint32(3);
  const noDescription = uint32(0);
  const sizes = [400, 400, 24, 0].map(uint32);
  const parts = [frontCover, uint32(type.length), type, noDescription, ...sizes, uint32(cover.length), cover];
  return Buffer.concat(parts).toString('base64');
}

const ATTACHED = ['-map', '1:v', '-c:v', 'copy', '-disposition:v', 'attached_pic'];

/** How each format is written; `kbps` is the bit rate where the format has one. */
const FORMATS = {
  mp3: {
    extension: 'mp3',
    contentType: 'audio/mpeg',
    args: (kbps) => [...ATTACHED, '-c:a', 'libmp3lame', '-b:a', `${kbps}k`, '-id3v2_version', '3'],
  },
  'mp3-vbr': {
    extension: 'mp3',
    contentType: 'audio/mpeg',
    args: () => [...ATTACHED, '-c:a', 'libmp3lame', '-q:a', '5', '-id3v2_version', '4'],
  },
  m4a: {
    extension: 'm4a',
    contentType: 'audio/mp4',
    args: (kbps) => [...ATTACHED, '-c:a', 'aac', '-b:a', `${kbps}k`, '-movflags', '+faststart', '-f', 'ipod'],
  },
  opus: {
    extension: 'opus',
    contentType: 'audio/ogg',
    sampleRate: 48000,
    args: (kbps) => ['-c:a', 'libopus', '-b:a', `${kbps}k`],
  },
  flac: {
    extension: 'flac',
    contentType: 'audio/flac',
    args: () => [...ATTACHED, '-c:a', 'flac', '-sample_fmt', 's16', '-compression_level', '12'],
  },
};

/** The extension, content type and sample rate (hertz) of a format. */
export function formatOf(name) {
  return { sampleRate: 44100, ...FORMATS[name] };
}

function interleave([left, right]) {
  const samples = new Float32Array(left.length * 2);
  for (let i = 0; i < left.length; i += 1) {
    samples[2 * i] = left[i];
    samples[2 * i + 1] = right[i];
  }
  return Buffer.from(samples.buffer);
}

/** Encodes stereo audio to `path` with the song's tags and its cover (`coverPath`, bytes `cover`). */
export async function encode(channels, about, path, coverPath, cover) {
  const format = formatOf(about.format);
  const { title, artist, album, genre, date } = about;
  const tags = { title, artist, album, genre, date };
  // ffmpeg attaches no pictures to Ogg; there the picture is one more comment.
  if (about.format === 'opus') tags.METADATA_BLOCK_PICTURE = pictureBlock(cover, 'image/jpeg');
  await ffmpeg(
    [
      ...['-f', 'f32le', '-ar', `${format.sampleRate}`, '-ac', '2', '-i', 'pipe:0', '-i', coverPath],
      ...['-map_metadata', '-1', '-map', '0:a', ...format.args(about.kbps)],
      ...Object.entries(tags).flatMap(([name, value]) => ['-metadata', `${name}=${value}`]),
      ...['-fflags', '+bitexact', '-flags:a', '+bitexact', path],
    ],
    interleave(channels),
  );
}

/** What a listener gets from an audio file: its true seconds and its 1024 loudest samples, 0..255, in base64. */
export async function measure(path, sampleRate) {
  const bytes = await ffmpeg([
    '-i',
    path,
    '-map',
    '0:a',
    '-f',
    'f32le',
    '-ac',
    '2',
    '-ar',
    `${sampleRate}`,
    'pipe:1',
  ]);
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const peaks = Buffer.alloc(1024);
  for (let slice = 0; slice < peaks.length; slice += 1) {
    const end = Math.floor(((slice + 1) * samples.length) / peaks.length);
    let peak = 0;
    for (let i = Math.floor((slice * samples.length) / peaks.length); i < end; i += 1) {
      peak = Math.max(peak, Math.abs(samples[i]));
    }
    peaks[slice] = Math.min(255, Math.round(peak * 255));
  }
  return { seconds: samples.length / 2 / sampleRate, peaks: peaks.toString('base64') };
}
