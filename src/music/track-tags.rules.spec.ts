import { describe, expect, it } from 'vitest';
import { rightCharset, trackTexts } from './track-tags.rules.js';

/** What a reader of Latin-1 makes of these bytes. */
const misread = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex').toString('latin1');

describe('the right charset', () => {
  it.each([
    ['be c6 c0 cc c0 af', '아이유'],
    ['c7 d5 c1 d6', '합주'],
    // Syllables of CP949 alone: 8c 63, and with letters as second bytes.
    ['8c 63 b9 e6 b0 a2 c7 cf', '똠방각하'],
    ['92 de b8 ae b5 b5 20 b1 ab b8 ae b5 b5', '믜리도 괴리도'],
    ['ba bd', '봄'],
    ['49 55 20 2d 20 b9 e3 c6 ed c1 f6', 'IU - 밤편지'],
    ['b9 e3 c6 ed c1 f6 20 28 66 65 61 74 2e 20 49 55 29', '밤편지 (feat. IU)'],
    ['58 c6 c4 c0 cf', 'X파일'],
    ['ec 95 84 ec 9d b4 ec 9c a0', '아이유'],
    // Trimmed: the last byte is a space in Latin-1.
    ['ec 95 84 ec 9d b4 ec 9c', '아이유'],
    // Cut off by ID3v1, in the middle of a syllable.
    [`20${'be c6 c0 cc'.repeat(7)} be`, ` ${'아이'.repeat(7)}`],
    [`${'ec 95 84 ec 9d b4'.repeat(4)} 2e 20 ec 95 84 ec`, `${'아이'.repeat(4)}. 아`],
  ])('%s is %s', (hex, meant) => {
    expect(rightCharset(misread(hex))).toBe(meant);
  });

  it.each([
    'Beyoncé',
    'Sigur Rós',
    'Motörhead',
    'naïve café',
    'Ænima',
    'Ágætis byrjun',
    'Die Ärzte',
    'Är du där',
    'Är',
    'CORAÇÃO',
    'CANÇÕES',
    'Ääni',
    'ÄÄNET',
    'ÅÄÖ',
    'ÄÖÜ',
    'ÄÖÜß',
    'Árstíðir',
    'Ångström',
    'À la carte',
    '¿Ánimo?',
    '«Été» à Paris',
    'Blue Öyster Cult',
    'Háttalykill Þór',
    'AC/DC – Ελλάδα',
    '아이유',
    'plain ASCII',
    '',
  ])('of %j is what it is', (text) => {
    expect(rightCharset(text)).toBe(text);
  });
});

describe('the texts of a track', () => {
  const none = { title: null, artist: null, album: null, picture: null };

  it.each([
    ['합주 첫 곡.mp3', '합주 첫 곡'],
    ['합주.mp3'.normalize('NFD'), '합주'],
    ['C:\\music\\take 2. final mix.FLAC', 'take 2. final mix'],
    ['../../etc/passwd', 'passwd'],
    ['photo\u202e3pm.mp3', 'photo3pm'],
    ['.mp3', 'Untitled'],
    ['', 'Untitled'],
  ])('without tags: %j is called %j', (fileName, title) => {
    expect(trackTexts(none, fileName)).toEqual({ title, artist: 'Unknown artist', album: null });
  });

  it('are one visible line of 200 characters, none of them halved', () => {
    const tags = {
      ...none,
      title: ` a\0b\r\n\tc\u200b  d `,
      artist: '🎸'.repeat(201),
      album: '\u0007 \u3164',
    };
    expect(trackTexts(tags, 'x')).toEqual({ title: 'a b c d', artist: '🎸'.repeat(200), album: null });
  });

  it('are in normal form', () => {
    expect(trackTexts({ ...none, title: '합주'.normalize('NFD') }, 'x').title).toBe('합주');
  });
});
