import { Injectable } from '@nestjs/common';
import { type RateLimit, RateLimits } from '../platform/limits/rate-limits.js';
import { checkedNickname } from './accounts.rules.js';
import { AccountsService } from './accounts.service.js';
import { WrongCredentials } from './auth.errors.js';
import { checkPassword, normalisePassword } from './password.rules.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';
import type { LogInInput, Session, SignUpInput } from './sessions.types.js';

const minute = 60;
export const signUpLimit: RateLimit = { name: 'sign-up', times: 10, seconds: 60 * minute };
export const logInLimit: RateLimit = { name: 'log-in', times: 50, seconds: 15 * minute };
export const accountLimit: RateLimit = { name: 'log-in-account', times: 10, seconds: 15 * minute };
export const refreshLimit: RateLimit = { name: 'refresh', times: 120, seconds: minute };

/** Signing up, in and out of local accounts. `address` is the caller's IP address. */
@Injectable()
export class LocalLoginService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly limits: RateLimits,
  ) {}

  async signUp({ email, password, nickname }: SignUpInput, address: string): Promise<Session> {
    const name = checkedNickname('input.nickname', nickname);
    await checkPassword('input.password', normalisePassword(password), email, name);
    await this.limits.count(signUpLimit, address);
    const account = await this.accounts.createLocal(email, await this.passwords.hash(password), name);
    return this.sessions.open(account.id);
  }

  /** Takes as long and says the same for an unknown email as for a wrong password. */
  async logIn({ email, password }: LogInInput, address: string): Promise<Session> {
    await this.limits.count(logInLimit, address);
    // Whoever tries, from wherever: the owner is kept out with the thief, but for minutes only.
    await this.limits.count(accountLimit, email);
    const login = await this.accounts.findLocalLogin(email);
    const fits =
      password.length <= 512 && (await this.passwords.verify(login?.passwordHash ?? null, password));
    if (!login || !fits) throw new WrongCredentials();
    return this.sessions.open(login.accountId);
  }

  async refresh(refreshToken: string, address: string): Promise<Session> {
    await this.limits.count(refreshLimit, address);
    return this.sessions.refresh(refreshToken);
  }

  logOut(refreshToken: string): Promise<boolean> {
    return this.sessions.logOut(refreshToken);
  }
}
