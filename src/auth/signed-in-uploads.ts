import { Injectable } from '@nestjs/common';
import { UploadGate } from '../platform/access.js';
import { Unauthenticated } from './auth.errors.js';
import { TokensService } from './tokens.service.js';

/** Only the signed in send files: every operation that takes one is for them. */
@Injectable()
export class SignedInUploads extends UploadGate {
  constructor(private readonly tokens: TokensService) {
    super();
  }

  override async check(authorization: readonly string[]): Promise<void> {
    if (!(await this.tokens.readAuthorization(authorization))) throw new Unauthenticated();
  }
}
