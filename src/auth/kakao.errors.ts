import { AppError, ErrorCode } from '../platform/errors.js';
import { Unauthenticated } from './auth.errors.js';

/** The answer to every code and token that Kakao did not give to this app, or takes no longer: one for all of them. */
export class KakaoRefused extends Unauthenticated {
  constructor() {
    super('Kakao does not vouch for this log-in; log in with Kakao again.');
  }
}

/** The person has said no at Kakao. */
export class KakaoCancelled extends Unauthenticated {
  constructor() {
    super('The log-in was cancelled at Kakao.');
  }
}

/** Kakao knows the person and does not let this account in here: restricted, too young, consent lacking. */
export class KakaoForbidden extends AppError {
  constructor() {
    super(ErrorCode.FORBIDDEN, 'Kakao does not allow this account to log in here.');
  }
}

/** Kakao is down, slow, answers nonsense, or refuses this server itself. */
export class KakaoUnavailable extends AppError {
  constructor() {
    super(ErrorCode.UPSTREAM_UNAVAILABLE, 'Log-in with Kakao is not possible right now; try again later.');
  }
}

export class KakaoNotConfigured extends AppError {
  constructor() {
    super(ErrorCode.NOT_CONFIGURED, 'Log-in with Kakao is not set up on this server.');
  }
}
