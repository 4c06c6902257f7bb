import { isLosslessNumber, type LosslessNumber, parse } from 'lossless-json';
import { z } from 'zod';
import { normaliseEmail } from '../platform/email.js';

/**
 * What a refusal of Kakao's means. REFUSED: the code or token at hand is no good. FORBIDDEN: the person may not log in.
 * TEMPORARY: Kakao has trouble of its own. FAULT: Kakao refuses this server, and its operator must act.
 */
export type Meaning = 'REFUSED' | 'FORBIDDEN' | 'TEMPORARY' | 'FAULT';

export interface Refusal {
  readonly code: string;
  readonly meaning: Meaning;
}

/**
 * By code, never by HTTP status: those differ for one and the same fault. A code that is not listed is a FAULT: wrong
 * settings (KOE010, KOE101, KOE303, -3, -5), a used-up quota (-10, -11), a suspended app (-12), or news to us.
 */
const meanings: Readonly<Record<string, Meaning>> = {
  KOE320: 'REFUSED',
  KOE003: 'TEMPORARY',
  KOE237: 'TEMPORARY',
  '-2': 'REFUSED',
  '-101': 'REFUSED',
  '-103': 'REFUSED',
  '-401': 'REFUSED',
  '-4': 'FORBIDDEN',
  '-6': 'FORBIDDEN',
  '-402': 'FORBIDDEN',
  '-406': 'FORBIDDEN',
  '-1': 'TEMPORARY',
  '-7': 'TEMPORARY',
  '-603': 'TEMPORARY',
  '-9798': 'TEMPORARY',
};

/** Kakao's numbers may exceed what a double holds, so they never become one. */
const numberText = z.custom<LosslessNumber>(isLosslessNumber).transform(String);
const idText = numberText.pipe(z.string().regex(/^[1-9]\d{0,28}$/));

const kauthRefusal = z.object({ error_code: z.string().regex(/^KOE\d{3}$/) });
const kapiRefusal = z.object({
  code: numberText.pipe(z.string().regex(/^-\d{1,5}$/)),
  msg: z.string().catch(''),
});

/** A token is put into a header, so it must be able to stand there. */
export const tokenPattern = /^[\w.~+/=-]{1,2048}$/;

/** The answer of `/oauth/token`. */
export const tokenAnswer = z.object({
  access_token: z.string().regex(tokenPattern),
  id_token: z.string().nullish(),
});

/** The answer of `/v1/user/access_token_info`. */
export const tokenInfoAnswer = z.object({ id: idText, app_id: idText });

/** The answer of `/.well-known/jwks.json`; jose checks each key it takes from there. */
export const keysAnswer = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });

// Only the id is certain. Whatever else is missing, null or of another type is as good as not told.
const maybeText = z.string().nullable().catch(null);
const maybeFlag = z.boolean().catch(false);

/** The answer of `/v2/user/me`. */
export const userAnswer = z.object({
  id: idText,
  kakao_account: z
    .object({
      profile: z.object({ nickname: maybeText, profile_image_url: maybeText }).nullable().catch(null),
      email: maybeText,
      is_email_valid: maybeFlag,
      is_email_verified: maybeFlag,
    })
    .nullable()
    .catch(null),
});

/** The JSON in `text`, numbers left as they are written; undefined when it is no JSON. */
export function readJson(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}

/** The refusal in an answer of kauth (`{error, error_code}`) or kapi (`{msg, code}`); null when there is none. */
export function findRefusal(answer: unknown): Refusal | null {
  const kauth = kauthRefusal.safeParse(answer).data;
  if (kauth) return { code: kauth.error_code, meaning: meanings[kauth.error_code] ?? 'FAULT' };
  const kapi = kapiRefusal.safeParse(answer).data;
  if (!kapi) return null;
  // The one refusal whose code is shared: the address of this server is not on the app's list.
  const foreignAddress = kapi.code === '-401' && kapi.msg.startsWith('ip mismatched');
  return { code: kapi.code, meaning: foreignAddress ? 'FAULT' : (meanings[kapi.code] ?? 'FAULT') };
}

/** The person in an answer of `/v2/user/me`; `trustedOrigins` may hand out pictures besides Kakao's own servers. */
export function readUser(answer: z.infer<typeof userAnswer>, trustedOrigins: readonly string[]) {
  const account = answer.kakao_account;
  const email = normaliseEmail(account?.email ?? '');
  return {
    id: answer.id,
    nickname: account?.profile?.nickname ?? null,
    avatarUrl: checkedPicture(account?.profile?.profile_image_url ?? '', trustedOrigins),
    email,
    // An address that is not valid any more belongs to somebody else by now.
    emailProved: email !== null && account?.is_email_valid === true && account.is_email_verified === true,
  };
}

function checkedPicture(text: string, trustedOrigins: readonly string[]): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const kakaos =
    url.protocol === 'https:' && url.port === '' && /^([a-z0-9-]+\.)+kakaocdn\.net$/.test(url.hostname);
  const plain = url.username === '' && url.password === '' && url.href.length <= 500;
  return plain && (kakaos || trustedOrigins.includes(url.origin)) ? url.href : null;
}
