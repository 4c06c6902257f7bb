import { AppError, ErrorCode } from '../platform/errors.js';
import { largestRecording } from './recordings.rules.js';

/** More than one recording may have. */
export class RecordingTooLarge extends AppError {
  constructor() {
    super(ErrorCode.PAYLOAD_TOO_LARGE, `A recording may have ${largestRecording} bytes at most.`, {
      limit: largestRecording,
    });
  }
}

/** More than there is room left for; `left` says how many bytes there are. */
export class QuotaExceeded extends AppError {
  constructor(left: number) {
    super(
      ErrorCode.PAYLOAD_TOO_LARGE,
      `There is room for ${left} more bytes of recordings; delete some to make more.`,
      { left },
    );
  }
}

/** Somebody uploads several at once already. */
export class TooManyUploads extends AppError {
  constructor(most: number) {
    super(ErrorCode.RATE_LIMITED, `At most ${most} uploads at once; wait until one is done.`, {
      retryAfter: 5,
    });
  }
}
