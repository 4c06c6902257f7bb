export const bytesPerSecond = 88_200;
export const seconds = 300;

/** Five minutes of mono PCM at 44.1 kHz: much more than a browser fetches ahead. */
export function longWav(): Buffer {
  const samples = Buffer.alloc(seconds * bytesPerSecond);
  for (let at = 0; at < samples.length; at += 2) samples.writeInt16LE(((at * 37) % 8000) - 4000, at);
  const head = Buffer.alloc(44);
  head.write('RIFF');
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(44_100, 24);
  head.writeUInt32LE(bytesPerSecond, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
