import { Module } from '@nestjs/common';
import { AccountsService } from './accounts.service.js';

/** Who is asking: accounts. */
@Module({ providers: [AccountsService], exports: [AccountsService] })
export class AuthModule {}
