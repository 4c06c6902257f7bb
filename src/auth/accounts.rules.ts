import { checkedLine, oneLine, withoutInvisible } from '../platform/visible-text.js';

const longestNickname = 30;

/** @throws BadInput unless it has 1 to 30 visible characters */
export function checkedNickname(argument: string, text: string): string {
  return checkedLine(argument, text, longestNickname);
}

/** The nickname of somebody Kakao tells nothing about, or whose own one cannot be used. */
export function nicknameFromKakao(nickname: string | null): string {
  const cleaned = oneLine(withoutInvisible(nickname ?? ''));
  return Array.from(cleaned).slice(0, longestNickname).join('') || '카카오 친구';
}
