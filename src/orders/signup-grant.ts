import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { NewAccount } from '../auth/new-account.js';
import { Config } from '../platform/config.js';
import { LedgerService } from './ledger.service.js';

/** The points every new account begins with. */
@Injectable()
export class SignupGrant extends NewAccount {
  constructor(
    private readonly ledger: LedgerService,
    private readonly config: Config,
  ) {
    super();
  }

  override async welcome(manager: EntityManager, accountId: string): Promise<void> {
    const amount = this.config.signupPoints;
    if (amount === 0) return;
    const to = `user:${accountId}` as const;
    await this.ledger.move(manager, { kind: 'GRANT', from: 'topup', to, amount, actorId: accountId });
  }
}
