import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../platform/clock.js';
import { isDuplicateKey } from '../platform/database/database-errors.js';
import { Database } from '../platform/database/database.js';
import { inList } from '../platform/database/sql.js';
import { oneByKey } from '../platform/graphql/batch-field.js';
import { Ids } from '../platform/ids.js';
import { AccountEntity } from './account.entity.js';
import { nicknameFromKakao } from './accounts.rules.js';
import type { PublicUser, User } from './accounts.types.js';
import { EmailTaken, Unauthenticated } from './auth.errors.js';
import type { KakaoUser } from './kakao.client.js';
import { KakaoLoginEntity, LocalLoginEntity } from './login.entity.js';
import { NewAccount } from './new-account.js';
import type { Role } from './viewer.js';

/** What signing in needs of an account. */
export interface SigningIn {
  readonly id: string;
  readonly role: Role;
}

/** People. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly database: Database,
    private readonly newAccount: NewAccount,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** The public face of each id, in order; null for an id nobody has. */
  async findPublic(ids: readonly string[]): Promise<(PublicUser | null)[]> {
    const wanted = inList([...new Set(ids)]);
    const rows = await this.database.select<PublicUser>(
      `SELECT id, nickname, avatar_url AS avatarUrl FROM account WHERE id IN ${wanted.sql}`,
      wanted.values,
    );
    return oneByKey(ids, rows, (row) => row.id);
  }

  /**
   * The person as that person sees it.
   * @throws Unauthenticated when there is none any more: whoever holds a token for them is nobody now
   */
  async getUser(id: string): Promise<User & { role: Role }> {
    const [row] = await this.database.lookUp<User & { role: Role }>(
      `SELECT a.id, a.nickname, a.avatar_url AS avatarUrl, a.role, COALESCE(l.email, k.email) AS email
       FROM account a LEFT JOIN local_login l ON l.account_id = a.id LEFT JOIN kakao_login k ON k.account_id = a.id
       WHERE a.id = ?`,
      [id],
    );
    if (!row) throw new Unauthenticated();
    return row;
  }

  /** What a log-in with this email (in its normal form) has to pass; null when nobody has it. */
  async findLocalLogin(email: string): Promise<{ accountId: string; passwordHash: string } | null> {
    const [row] = await this.database.select<{ accountId: string; passwordHash: string }>(
      'SELECT account_id AS accountId, password_hash AS passwordHash FROM local_login WHERE email = ?',
      [email],
    );
    return row ?? null;
  }

  /** @throws EmailTaken by its unique key: of two at once one gets it */
  async createLocal(email: string, passwordHash: string, nickname: string): Promise<SigningIn> {
    try {
      return await this.database.transaction(async (manager) => {
        const account = await this.create(manager, nickname, null);
        await manager.insert(LocalLoginEntity, {
          email,
          accountId: account.id,
          passwordHash,
          provedAt: null,
        });
        return account;
      });
    } catch (error) {
      throw isDuplicateKey(error) ? new EmailTaken() : error;
    }
  }

  /**
   * The account of a person at Kakao, made on first sight under the unique key of the Kakao id: of many first
   * log-ins at once one makes it and the others find it. An email links to a local account only when Kakao vouches
   * for it and its owner has proved it here too.
   */
  async findOrCreateByKakao(user: KakaoUser): Promise<SigningIn> {
    const known = await this.findByKakao(user.id);
    if (known) return this.refreshKakaoEmail(known, user);
    try {
      return await this.database.transaction((manager) => this.createKakao(manager, user));
    } catch (error) {
      const other = isDuplicateKey(error) ? await this.findByKakao(user.id) : null;
      if (!other) throw error;
      return other;
    }
  }

  /** Changes the role of a local account; false when nobody has this email. */
  setRole(email: string, role: Role): Promise<boolean> {
    return this.changeLocal(email, 'UPDATE account SET role = ? WHERE id = ?', role);
  }

  /** Notes that the address of a local account is its owner's; false when nobody has this email. */
  confirmEmail(email: string): Promise<boolean> {
    return this.changeLocal(
      email,
      'UPDATE local_login SET proved_at = ? WHERE account_id = ?',
      this.clock.now(),
    );
  }

  private async changeLocal(email: string, statement: string, value: string | number): Promise<boolean> {
    const login = await this.findLocalLogin(email);
    if (!login) return false;
    await this.database.transaction((manager) => manager.query(statement, [value, login.accountId]));
    return true;
  }

  private async findByKakao(kakaoId: string): Promise<SigningIn | null> {
    const [row] = await this.database.select<SigningIn>(
      'SELECT a.id, a.role FROM kakao_login k JOIN account a ON a.id = k.account_id WHERE k.kakao_id = ?',
      [kakaoId],
    );
    return row ?? null;
  }

  private async refreshKakaoEmail(account: SigningIn, user: KakaoUser): Promise<SigningIn> {
    const email = user.emailProved ? user.email : null;
    await this.database.transaction((manager) =>
      manager.query('UPDATE kakao_login SET email = ? WHERE kakao_id = ?', [email, user.id]),
    );
    return account;
  }

  private async createKakao(manager: EntityManager, user: KakaoUser): Promise<SigningIn> {
    const email = user.emailProved ? user.email : null;
    const linked = email === null ? null : await this.findProved(manager, email);
    const account = linked ?? (await this.create(manager, nicknameFromKakao(user.nickname), user.avatarUrl));
    await manager.insert(KakaoLoginEntity, { kakaoId: user.id, accountId: account.id, email });
    return account;
  }

  private async findProved(manager: EntityManager, email: string): Promise<SigningIn | null> {
    const [row] = await manager.query<SigningIn[]>(
      `SELECT a.id, a.role FROM local_login l JOIN account a ON a.id = l.account_id
       WHERE l.email = ? AND l.proved_at IS NOT NULL`,
      [email],
    );
    return row ?? null;
  }

  private async create(
    manager: EntityManager,
    nickname: string,
    avatarUrl: string | null,
  ): Promise<SigningIn> {
    const account = {
      id: this.ids.next(),
      nickname,
      avatarUrl,
      createdAt: this.clock.now(),
      role: 'USER' as const,
    };
    await manager.insert(AccountEntity, account);
    await this.newAccount.welcome(manager, account.id);
    return account;
  }
}
