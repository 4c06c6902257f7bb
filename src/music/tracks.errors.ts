import { AppError, ErrorCode } from '../platform/errors.js';

/** The line in front of the decoders is full. */
export class TooManyToAnalyse extends AppError {
  constructor() {
    super(ErrorCode.UNAVAILABLE, 'Too many files are being looked at; try again later.');
  }
}
