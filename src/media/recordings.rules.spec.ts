import { describe, expect, it } from 'vitest';
import { recordingName } from './recordings.rules.js';

describe('the name of a recording', () => {
  it.each([
    ['합주 2026-11-21.m4a', 'mp4', '합주 2026-11-21.m4a'],
    ['합주.mp3'.normalize('NFD'), 'mp3', '합주.mp3'],
    ['song.wav', 'mp3', 'song.mp3'],
    ['picture.png', 'webm', 'picture.webm'],
    ['Song.MP3', 'mp3', 'Song.mp3'],
    ['take.oga', 'ogg', 'take.oga'],
    ['take', 'ogg', 'take.ogg'],
    ['take 2. final mix', 'flac', 'take 2. final mix.flac'],
    ['../../etc/passwd', 'mp3', 'passwd.mp3'],
    ['C:\\music\\a.mp3', 'mp3', 'a.mp3'],
    ['..', 'mp3', 'recording.mp3'],
    ['', 'wav', 'recording.wav'],
    ['   ', 'wav', 'recording.wav'],
    ['.htaccess', 'mp3', 'htaccess.mp3'],
    ['a\0b\r\nSet-Cookie: x.mp3', 'mp3', 'abSet-Cookie_ x.mp3'],
    ['photo\u202e3pm.exe', 'mp3', 'photo3pm.mp3'],
    ['a\ud800b.mp3', 'mp3', 'ab.mp3'],
    ['con.mp3', 'mp3', '_con.mp3'],
    ['a"b*?.mp3', 'mp3', 'a_b__.mp3'],
    ['x'.repeat(5000), 'mp3', `${'x'.repeat(251)}.mp3`],
    [`${'합'.repeat(200)}.webm`, 'webm', `${'합'.repeat(83)}.webm`],
    [`${'🎸'.repeat(200)}.mp3`, 'mp3', `${'🎸'.repeat(62)}.mp3`],
  ] as const)('%j of %s', (given, format, expected) => {
    const name = recordingName(given, format);
    expect(name).toBe(expected);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  });
});
