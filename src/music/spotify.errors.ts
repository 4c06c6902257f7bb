import { AppError, ErrorCode } from '../platform/errors.js';
import type { Refusals } from '../platform/graphql/refuses.js';

/** What asking Spotify may end in. */
export const refusalsOfSpotify: Refusals = {
  UPSTREAM_UNAVAILABLE: 'Spotify gives no answer within 3 seconds, and none is kept',
  NOT_CONFIGURED: 'Spotify is not set up here',
};

/** Spotify is down, slow, answers nonsense, counts too many calls of ours, or says no to this server. */
export class SpotifyUnavailable extends AppError {
  /** @param retryAfterSeconds when it makes sense to ask again, if that is known */
  constructor(retryAfterSeconds?: number) {
    const details = retryAfterSeconds === undefined ? {} : { retryAfter: Math.max(1, retryAfterSeconds) };
    super(ErrorCode.UPSTREAM_UNAVAILABLE, 'Spotify cannot be asked right now; try again later.', details);
  }
}

/** There are no credentials of Spotify here, or Spotify does not know them. */
export class SpotifyNotConfigured extends AppError {
  constructor() {
    super(ErrorCode.NOT_CONFIGURED, 'Spotify is not set up on this server.');
  }
}
