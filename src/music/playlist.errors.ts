import { AppError, ErrorCode } from '../platform/errors.js';

/** Somebody has as many playlists as there may be. */
export class TooManyPlaylists extends AppError {
  constructor(limit: number) {
    super(ErrorCode.CONFLICT, `You have ${limit} playlists, which is the most; delete one first.`, { limit });
  }
}
