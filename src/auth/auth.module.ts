import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountsService } from './accounts.service.js';
import { AuthGuard } from './auth.guard.js';
import { AuthResolver } from './auth.resolver.js';
import { KakaoClient } from './kakao.client.js';
import { KakaoController } from './kakao.controller.js';
import { KakaoLoginService } from './kakao-login.service.js';
import { LocalLoginService } from './local-login.service.js';
import { OwnWrites } from './own-writes.interceptor.js';
import { PasswordsService } from './passwords.service.js';
import { UploadGate } from '../platform/access.js';
import { SessionsService } from './sessions.service.js';
import { SignedInUploads } from './signed-in-uploads.js';
import { TokensService } from './tokens.service.js';

/** Who is asking: accounts, ways to sign in, sessions, the viewer. */
@Module({
  controllers: [KakaoController],
  providers: [
    AuthResolver,
    AccountsService,
    LocalLoginService,
    KakaoLoginService,
    KakaoClient,
    PasswordsService,
    SessionsService,
    TokensService,
    { provide: APP_GUARD, useClass: AuthGuard },
    OwnWrites,
    { provide: UploadGate, useClass: SignedInUploads },
  ],
  exports: [AccountsService, PasswordsService],
})
export class AuthModule {}
