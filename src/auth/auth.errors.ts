import { AppError, ErrorCode } from '../platform/errors.js';

/** The answer to every token, code or password that does not let in; it never says why. */
export class Unauthenticated extends AppError {
  constructor(message = 'Sign in first.') {
    super(ErrorCode.UNAUTHENTICATED, message);
  }
}

/** The answer to whoever is signed in, but as no admin, to what only those may do. */
export class AdminsOnly extends AppError {
  constructor() {
    super(ErrorCode.FORBIDDEN, 'Only an admin may do this.');
  }
}

export class WrongCredentials extends Unauthenticated {
  constructor() {
    super('Email or password is wrong.');
  }
}

export class EmailTaken extends AppError {
  constructor() {
    super(ErrorCode.CONFLICT, 'There is an account with this email already.', { argument: 'input.email' });
  }
}

/** The line in front of the password hash is full. */
export class TooManySignIns extends AppError {
  constructor() {
    super(ErrorCode.RATE_LIMITED, 'Too many people are signing in; try again at once.', { retryAfter: 2 });
  }
}
