import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPeaks } from '../peaks.rules.js';
import { analyse } from './analyse.js';
import type { AudioFacts } from './audio-format.js';
import { readAdtsHeader, readMp3Header } from './mpeg-frames.js';
import { opusSeconds } from './opus.rules.js';
import { AudioScan } from './scan-audio.js';

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../test/fixtures/${name}`, import.meta.url));

function scan(bytes: Uint8Array, step = bytes.length || 1): AudioFacts {
  const going = new AudioScan();
  for (let at = 0; at < bytes.length; at += step) going.push(bytes.subarray(at, at + step));
  return going.end();
}

const found = (bytes: Uint8Array, step?: number) => {
  const { format, codec, durationSeconds } = scan(bytes, step);
  return [format, codec, durationSeconds && Math.round(durationSeconds * 1000) / 1000];
};

const wav = { pcm: 'integer', bytesPerSample: 1, channels: 1 };

describe('what a file is', () => {
  const files: [string, ...unknown[]][] = [
    ['cbr.mp3', 'mp3', 'mp3', 2.088],
    ['vbr-without-xing.mp3', 'mp3', 'mp3', 2.088],
    ['moov-last.m4a', 'mp4', null, 2.064],
    ['fragmented.m4a', 'mp4', null, 2.064],
    ['plain.aac', 'adts', null, 2.112],
    ['vorbis.ogg', 'ogg', null, 2],
    ['opus.opus', 'ogg', 'opus', 2],
    ['mediarecorder.webm', 'webm', 'opus', 3],
    ['flac.flac', 'flac', 'flac', 2],
    ['pcm.wav', 'wav', wav, 2],
  ];

  it.each(files)('%s', (name, ...facts) => {
    expect(found(fixture(name))).toEqual(facts);
  });

  it.each(files)('%s, whose bytes come one by one', (name, ...facts) => {
    expect(found(fixture(name), 1)).toEqual(facts);
  });

  it.each(files)('%s, cut off at two thirds, has something to play or is refused', (name, format) => {
    const bytes = fixture(name);
    const part = bytes.subarray(0, (bytes.length * 2) / 3);
    // The index comes last, and the sound is a single page.
    if (/^(moov-last|vorbis)/.test(name)) expect(() => scan(part)).toThrow('The file ');
    else {
      const facts = scan(part);
      expect(facts.format).toBe(format);
      expect(facts.durationSeconds).toBeGreaterThan(0.9);
      expect(facts.durationSeconds).toBeLessThanOrEqual(2.2);
    }
  });

  it('MP3 behind two tags and padding', () => {
    const tag = Buffer.concat([Buffer.from('ID3\x04\0\0\0\0\x02\0', 'latin1'), Buffer.alloc(256, 0xff)]);
    const bytes = Buffer.concat([tag, tag, Buffer.alloc(3000), fixture('vbr-without-xing.mp3')]);
    expect(found(bytes, 77)).toEqual(['mp3', 'mp3', 2.088]);
  });

  it('WAV that claims four gigabytes is as long as it is', () => {
    const bytes = fixture('pcm.wav');
    bytes.fill(0xff, bytes.indexOf('data') + 4, bytes.indexOf('data') + 8);
    expect(found(bytes)).toEqual(['wav', wav, 2]);
  });

  it.each<[string, Uint8Array]>([
    ['nothing', Buffer.alloc(0)],
    ['HTML', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a ZIP', Buffer.from('PK\x03\x04 and more')],
    ['a playlist', Buffer.from('#EXTM3U\nfile:///etc/passwd\n')],
    ['one header of MP3 and zeros', Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(9000)])],
    ['a tag of 200 MB', Buffer.from('ID3\x04\0\0\x60\0\0\0 and little else', 'latin1')],
    ['WAV without a format', Buffer.from('RIFF\x10\0\0\0WAVEdata\x04\0\0\0abcd', 'latin1')],
    ['WAV with half a format', Buffer.from('RIFF\x10\0\0\0WAVEfmt \x04\0\0\0abcd', 'latin1')],
    ['WebM without tracks', fixture('mediarecorder.webm').subarray(0, 60)],
    [
      'Matroska',
      Buffer.from(fixture('mediarecorder.webm').toString('latin1').replace('webm', 'mkv\0'), 'latin1'),
    ],
    ['MP4 without tracks', Buffer.from('\0\0\0\x0cftypM4A \0\0\0\x08moov', 'latin1')],
    ['moving pictures in WebM', fixture('picture.webm')],
    ['moving pictures in MP4', fixture('picture.mp4')],
    ['FLAC without a head', Buffer.from('fLaC')],
    ['Ogg of text', Buffer.from('OggS'.padEnd(100, 'text'))],
  ])('%s is refused', (_, bytes) => {
    expect(() => scan(bytes)).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_MEDIA_TYPE' }));
  });

  it('is refused by the first bytes that tell', () => {
    expect(() => new AudioScan().push(Buffer.from('GIF89a'.padEnd(4000, '.')))).toThrow('none of MP3');
  });

  it('does no harm whatever the bytes', () => {
    for (const [name] of files) {
      for (let seed = 1; seed < 60; seed += 1) {
        const bytes = fixture(name);
        for (let hit = 0; hit < 8; hit += 1)
          bytes[(seed * 7919 + hit * 104_729) % bytes.length] = seed * 31 + hit;
        try {
          scan(bytes, 1000);
        } catch (error) {
          expect(error).toMatchObject({ code: 'UNSUPPORTED_MEDIA_TYPE' });
        }
      }
    }
  });
});

describe('frames', () => {
  it.each([
    ['fffb9064', 417, 1152, 44_100],
    ['fffb9264', 418, 1152, 44_100],
    ['fff34864', 144, 576, 16_000],
    ['ffe318c4', 72, 576, 8000],
    ['fffb0064', null],
    ['fffbf064', null],
    ['fffb9c64', null],
    ['ffeb9064', null],
    ['fffd9064', null],
    ['fefb9064', null],
    ['fffb90', null],
  ])('the header %s of MP3', (hex, length, samples?, sampleRate?) => {
    const frame = readMp3Header(Buffer.from(hex, 'hex'));
    if (length === null) expect(frame).toBeNull();
    else expect(frame).toMatchObject({ length, samples, sampleRate });
  });

  it.each([
    ['fff15080017ffc', { length: 11, samples: 1024, sampleRate: 44_100 }],
    ['fff1608003fffd', { length: 31, samples: 2048, sampleRate: 16_000 }],
    ['fff15080001ffc', null],
    ['fff17c80017ffc', null],
    ['fffb5080017ffc', null],
  ])('the header %s of ADTS', (hex, frame) => {
    const read = readAdtsHeader(Buffer.from(hex, 'hex'));
    if (frame === null) expect(read).toBeNull();
    else expect(read).toMatchObject(frame);
  });

  it.each([
    [[0xfc], 0.02],
    [[0x08], 0.02],
    [[0xe1], 0.005],
    [[0xff, 0x03], 0.06],
    [[0x18], 0.06],
    [[], 0],
  ])('a packet of Opus that begins with %j lasts %f s', (bytes, seconds) => {
    expect(opusSeconds(Uint8Array.from(bytes))).toBeCloseTo(seconds, 6);
  });
});

describe('EBML', () => {
  const element = (id: string, ...content: Uint8Array[]) => {
    const body = Buffer.concat(content);
    const size = Buffer.alloc(4);
    size.writeUInt32BE(0x1000_0000 + body.length);
    return Buffer.concat([Buffer.from(id, 'hex'), size, body]);
  };
  const number = (value: number) => Buffer.from([value >> 8, value & 255]);
  const head = element('1a45dfa3', element('4282', Buffer.from('webm')));
  const track = element(
    '1654ae6b',
    element('ae', element('d7', number(1)), element('83', number(2)), element('86', Buffer.from('A_OPUS'))),
  );
  const block = (ticks: number, ...packet: number[]) =>
    element('a3', Buffer.from([0x81, ticks >> 8, ticks & 255, 0x80, ...packet]));
  const cluster = (time: number, ...blocks: Uint8Array[]) =>
    element('1f43b675', element('e7', number(time)), ...blocks);
  const unknown = (id: string, content: Uint8Array) =>
    Buffer.concat([Buffer.from(`${id}01ffffffffffffff`, 'hex'), content]);
  const seconds = (...segment: Uint8Array[]) => scan(Buffer.concat([head, ...segment])).durationSeconds;

  it('the last block and its own length are the end', () => {
    expect(seconds(element('18538067', track, cluster(1000, block(0, 0xfc), block(500, 0xfc))))).toBeCloseTo(
      1.52,
      6,
    );
  });

  it('segments and clusters of unknown size', () => {
    const clusters = [
      unknown('1f43b675', element('e7', number(0))),
      unknown('1f43b675', cluster(2000, block(40, 0xfc))),
    ];
    expect(seconds(unknown('18538067', Buffer.concat([track, ...clusters])))).toBeCloseTo(2.06, 6);
  });

  it('another scale of time, blocks out of order and of other tracks', () => {
    const scale = element('1549a966', element('2ad7b1', Buffer.from([0x1e, 0x84, 0x80])));
    const stranger = element('a3', Buffer.from([0x82, 0x7f, 0xff, 0x80, 0xfc]));
    const blocks = [block(100, 0xfc), block(50, 0xfc), stranger];
    expect(seconds(element('18538067', scale, track, cluster(0, ...blocks)))).toBeCloseTo(0.22, 6);
  });

  it('a block in a group counts as well', () => {
    const group = element('a0', element('a1', Buffer.from([0x81, 0, 80, 0, 0xfc])));
    expect(seconds(element('18538067', track, cluster(0, group)))).toBeCloseTo(0.1, 6);
  });
});

describe('waveforms', () => {
  const halves = async (name: string) => {
    const bytes = fixture(name);
    async function* chunks() {
      for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
    }
    const { peaks } = await analyse(chunks());
    return readPeaks(peaks, 2);
  };

  it.each(['cbr.mp3', 'opus.opus', 'flac.flac', 'pcm.wav'])('%s is quiet, then loud', async (name) => {
    const [quiet = 0, loud = 0] = (await halves(name)) ?? [];
    expect(quiet).toBeLessThan(0.1);
    expect(loud).toBeGreaterThan(0.7);
    expect(loud).toBeLessThan(0.9);
  });

  it('a recording of a browser has one', async () => {
    expect(await halves('mediarecorder.webm')).toEqual([1, 1]);
  });

  it.each(['moov-last.m4a', 'plain.aac', 'vorbis.ogg'])('%s has none, and its length', async (name) => {
    expect(await halves(name)).toBeNull();
  });
});
