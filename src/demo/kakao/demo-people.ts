import { kauthPath } from './demo-kakao.settings.js';

/** Somebody the stand-in lets log in, and what it tells of them. */
export interface DemoPerson {
  readonly id: number;
  /** In the address of the link that chooses them. */
  readonly name: string;
  /** On the page, where even who tells nothing needs a name. */
  readonly title: { readonly ko: string; readonly en: string };
  readonly tells: { readonly ko: string; readonly en: string };
  readonly nickname?: string;
  readonly email?: string;
  /** File beside the page. */
  readonly picture?: string;
}

/** One for each way in which Kakao may know somebody. */
export const demoPeople: readonly DemoPerson[] = [
  {
    id: 4012345678,
    name: 'haneul',
    title: { ko: '김하늘', en: 'Haneul Kim' },
    tells: { ko: '닉네임, 이메일, 프로필 사진', en: 'nickname, email and picture' },
    nickname: '김하늘',
    email: 'haneul@example.com',
    picture: 'haneul.svg',
  },
  {
    id: 4012345680,
    name: 'bada',
    title: { ko: '바다', en: 'Bada' },
    tells: { ko: '닉네임만, 이메일 없음', en: 'nickname only, no email' },
    nickname: '바다',
  },
  {
    id: 4012345682,
    name: 'nobody',
    title: { ko: '동의하지 않은 사람', en: 'Somebody who agrees to nothing' },
    tells: { ko: '회원번호만', en: 'nothing but an id' },
  },
];

const connectedAt = '2026-05-01T00:00:00Z';

/** The address of a person's picture. */
export function pictureUrl(person: DemoPerson, publicUrl: string): string | undefined {
  return person.picture && `${publicUrl}/${kauthPath}/files/${person.picture}`;
}

/** What `/v2/user/me` tells of a person: what is not agreed to is left out. */
export function userOf(person: DemoPerson, publicUrl: string) {
  const { id, nickname, email } = person;
  if (!nickname) return { id, connected_at: connectedAt };
  const picture = pictureUrl(person, publicUrl);
  return {
    id,
    connected_at: connectedAt,
    kakao_account: {
      profile_nickname_needs_agreement: false,
      ...(picture && { profile_image_needs_agreement: false }),
      profile: {
        nickname,
        ...(picture && {
          thumbnail_image_url: picture,
          profile_image_url: picture,
          is_default_image: false,
        }),
        is_default_nickname: false,
      },
      ...(email && {
        has_email: true,
        email_needs_agreement: false,
        is_email_valid: true,
        is_email_verified: true,
        email,
      }),
    },
  };
}
