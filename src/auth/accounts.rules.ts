import { BadInput } from '../platform/errors.js';

const longestNickname = 30;

// Control, format and surrogate characters, and the spaces that look like nothing.
const invisible = /[\p{C}\u115F\u1160\u3164\uFFA0]/u;

/** @throws BadInput unless it has 1 to 30 visible characters */
export function checkedNickname(argument: string, text: string): string {
  const nickname = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const length = Array.from(nickname).length;
  if (length < 1 || length > longestNickname || invisible.test(nickname)) {
    throw new BadInput(argument, `must have 1 to ${longestNickname} visible characters`);
  }
  return nickname;
}

/** The nickname of somebody Kakao tells nothing about, or whose own one cannot be used. */
export function nicknameFromKakao(nickname: string | null): string {
  const cleaned = (nickname ?? '')
    .normalize('NFC')
    .replace(new RegExp(invisible, 'gu'), '')
    .replace(/\s+/gu, ' ')
    .trim();
  return Array.from(cleaned).slice(0, longestNickname).join('') || '카카오 친구';
}
