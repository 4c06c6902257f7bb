import iconv from 'iconv-lite';
import type { FileTags } from '../media/audio/file-tags.js';
import { oneLine, withoutInvisible } from '../platform/visible-text.js';

/** Characters of a title, an artist and an album. */
const longestText = 200;
export const unknownArtist = 'Unknown artist';
const untitled = 'Untitled';

/** What a track is called. */
export interface TrackTexts {
  readonly title: string;
  readonly artist: string;
  readonly album: string | null;
}

/** The texts of a track, from the tags of its file and the name it was sent under. */
export function trackTexts(tags: FileTags, fileName: string): TrackTexts {
  return {
    title: tagText(tags.title) ?? stemOf(fileName) ?? untitled,
    artist: tagText(tags.artist) ?? unknownArtist,
    album: tagText(tags.album),
  };
}

/** A tag as it was meant, on one line of at most 200 characters; null when there is nothing to see. */
function tagText(text: string | null): string | null {
  return text === null ? null : line(rightCharset(text));
}

function stemOf(fileName: string): string | null {
  return line(fileName.replace(/^.*[/\\]/su, '').replace(/\.[a-z0-9]{1,5}$/i, ''));
}

function line(text: string): string | null {
  const visible = oneLine(withoutInvisible(text.replace(/\p{Cc}+/gu, ' ')));
  return Array.from(visible).slice(0, longestText).join('').trim() || null;
}

/**
 * Korean that was read as Latin-1, as it was meant. Tags of old say "ISO-8859-1" and hold whatever charset the machine of
 * their writer had: in Korea CP949, at times UTF-8. Where nothing speaks for Korean, the text stays as it is.
 */
export function rightCharset(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\0-\xff]/.test(text)) return text;
  const utf8 = decode('utf-8', text);
  if (utf8 !== null && /[가-힣]/.test(utf8)) return utf8;
  return (speaksForKorean(text) ? decode('cp949', text) : null) ?? text;
}

/** Null for what is not in this charset. Node's own decoder for Korean knows the 2,350 syllables of EUC-KR only. */
function decode(charset: string, text: string): string | null {
  // The byte A0 is a space to those who trimmed the text, and ends many a letter. ID3v1 cuts letters off at 30 bytes.
  const endings = text.length === 30 ? [''] : ['\xa0', ''];
  const decoded = endings.map((ending) =>
    iconv.getDecoder(charset).write(Buffer.from(text + ending, 'latin1')),
  );
  return decoded.find((each) => !each.includes('\ufffd')) ?? null;
}

/** A common syllable: both bytes are high, as in KS X 1001. */
const common = /[\xb0-\xc8][\xa1-\xfe]/;
/** Any syllable of CP949. The second byte of a rare one may be a letter of ASCII. */
const syllable = /[\x81-\xa0][^]|[\xa1-\xc6][A-Za-z\x81-\xa0]|[\xb0-\xc8][\xa1-\xfe]/;

/**
 * Pairs of bytes that would be Korean turn up in Western texts too: "ÇÃ" in "CORAÇÃO", "Är" in "Är du här". What
 * speaks for Korean is two syllables in a row, a common one among them, or a common one that no letter touches.
 */
function speaksForKorean(text: string): boolean {
  for (const { 0: run, index } of text.matchAll(/(?:[\x80-\xff][^])+|[\x80-\xff]$/g)) {
    const pairs = run.match(/[^]{2}/g) ?? [];
    const syllables = pairs.filter((pair) => syllable.test(pair));
    if (!syllables.some((pair) => common.test(pair))) continue;
    if (syllables.length > 1) return true;
    const around = text.slice(Math.max(index - 1, 0), index) + text.slice(index + 2, index + 3);
    if (pairs.length === 1 && !/[A-Za-z\x80-\xff]/.test(around)) return true;
  }
  return false;
}
