import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Database } from '../platform/database/database.js';
import { RecentWrites } from '../platform/database/recent-writes.js';
import { Ids } from '../platform/ids.js';
import { Log } from '../platform/ops/log.js';
import { AccountsService } from './accounts.service.js';
import { Unauthenticated } from './auth.errors.js';
import { RefreshTokenEntity, SessionEntity } from './session.entity.js';
import type { Session } from './sessions.types.js';
import { hashToken, openWith, randomToken, sealFor, TokensService } from './tokens.service.js';

const dayMs = 86_400_000;
const refreshMs = 30 * dayMs;
const longestSessionMs = 180 * dayMs;
/** A client whose answer was lost may ask again for so long and gets the same successor. */
const graceMs = 10_000;

/** A refresh token with its session, as the database answers it. */
interface TokenRow {
  readonly sessionId: string;
  readonly accountId: string;
  readonly expiresAt: number;
  readonly usedAt: number | null;
  readonly successor: string | null;
  readonly endsAt: number;
  readonly endedAt: number | null;
}

/** Sessions: opened by signing in, renewed by one-use refresh tokens, ended by logging out or by theft. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly tokens: TokensService,
    private readonly recentWrites: RecentWrites,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly log: Log,
  ) {}

  /** Opens a session for an account. */
  async open(accountId: string): Promise<Session> {
    const now = this.clock.now();
    const session = {
      id: this.ids.next(),
      accountId,
      createdAt: now,
      endsAt: now + longestSessionMs,
      endedAt: null,
    };
    const refreshToken = randomToken();
    await this.database.transaction(async (manager) => {
      await manager.insert(SessionEntity, session);
      await manager.insert(RefreshTokenEntity, this.tokenRow(refreshToken, session.id));
    });
    return this.sessionOf(accountId, session.id, refreshToken);
  }

  /**
   * Spends a refresh token for the next one. Presented again within 10 seconds it gives the same successor, since the
   * answer may have been lost; later the token has been stolen, by whoever came first or second, and the whole
   * session ends (RFC 9700, section 4.14.2).
   * @throws Unauthenticated
   */
  async refresh(refreshToken: string): Promise<Session> {
    const now = this.clock.now();
    const hash = hashToken(refreshToken);
    const successor = randomToken();
    const won = await this.database.transaction(async (manager) => {
      const token = await this.spend(manager, hash, sealFor(refreshToken, successor), now);
      if (token) await manager.insert(RefreshTokenEntity, this.tokenRow(successor, token.sessionId));
      return token;
    });
    if (won) return this.sessionOf(won.accountId, won.sessionId, successor);

    const token = await this.find(hash);
    if (!token || token.endedAt !== null || token.endsAt <= now || token.usedAt === null)
      throw new Unauthenticated();
    if (now - token.usedAt > graceMs) {
      await this.end(token.sessionId);
      const { accountId, sessionId } = token;
      this.log.warn({ accountId, sessionId }, 'a spent refresh token came back: the session is ended');
      throw new Unauthenticated();
    }
    return this.sessionOf(token.accountId, token.sessionId, openWith(refreshToken, token.successor ?? ''));
  }

  /** Ends the session of a refresh token, spent or not; a token nobody knows ends nothing. */
  async logOut(refreshToken: string): Promise<boolean> {
    const token = await this.find(hashToken(refreshToken));
    if (!token) return false;
    await this.end(token.sessionId);
    return true;
  }

  /** One conditional update decides who of many at once gets to renew. */
  private async spend(
    manager: { query(sql: string, values: unknown[]): Promise<unknown> },
    hash: string,
    sealed: string,
    now: number,
  ): Promise<TokenRow | null> {
    await manager.query(
      `UPDATE refresh_token SET used_at = ?, successor = ?
       WHERE hash = ? AND used_at IS NULL AND expires_at > ?
         AND EXISTS (SELECT 1 FROM session s WHERE s.id = refresh_token.session_id AND s.ended_at IS NULL AND s.ends_at > ?)`,
      [now, sealed, hash, now, now],
    );
    const [row] = (await manager.query(`${selectToken} WHERE t.hash = ? AND t.successor = ?`, [
      hash,
      sealed,
    ])) as TokenRow[];
    return row ?? null;
  }

  private async find(hash: string): Promise<TokenRow | null> {
    const [row] = await this.database.select<TokenRow>(`${selectToken} WHERE t.hash = ?`, [hash]);
    return row ?? null;
  }

  private async end(sessionId: string): Promise<void> {
    await this.database.transaction((manager) =>
      manager.query('UPDATE session SET ended_at = ? WHERE id = ? AND ended_at IS NULL', [
        this.clock.now(),
        sessionId,
      ]),
    );
  }

  private tokenRow(token: string, sessionId: string): RefreshTokenEntity {
    const expiresAt = this.clock.now() + refreshMs;
    return { hash: hashToken(token), sessionId, expiresAt, usedAt: null, successor: null };
  }

  private async sessionOf(accountId: string, sessionId: string, refreshToken: string): Promise<Session> {
    // Nobody was signed in while the account was made or changed.
    await this.recentWrites.note(accountId);
    const user = await this.accounts.getUser(accountId);
    const access = await this.tokens.signAccess({ id: user.id, role: user.role, sessionId });
    return { ...access, refreshToken, user };
  }
}

const selectToken = `
  SELECT t.session_id AS sessionId, s.account_id AS accountId, t.expires_at AS expiresAt, t.used_at AS usedAt,
         t.successor, s.ends_at AS endsAt, s.ended_at AS endedAt
  FROM refresh_token t JOIN session s ON s.id = t.session_id`;
