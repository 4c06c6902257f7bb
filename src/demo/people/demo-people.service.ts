import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AccountEntity } from '../../auth/account.entity.js';
import { LocalLoginEntity } from '../../auth/login.entity.js';
import { PasswordsService } from '../../auth/passwords.service.js';
import { Clock } from '../../platform/clock.js';
import { Ids } from '../../platform/ids.js';
import { insertAll } from '../demo-world.js';
import { demoGuests, demoHosts } from '../rooms/demo-rooms.js';
import { demoLogins, demoPassword } from './demo-people.js';

/** Hosts, guests, and the three whose logins everybody knows: a guest, a host and an admin. */
@Injectable()
export class DemoPeopleService {
  constructor(
    private readonly passwords: PasswordsService,
    private readonly clock: Clock,
    private readonly ids: Ids,
  ) {}

  /** @returns the ids of hosts and guests, the known ones first of their kind; the admin is a guest too */
  async insert(manager: EntityManager): Promise<[hostIds: string[], guestIds: string[]]> {
    const [guest, host, admin] = await this.insertKnown(manager);
    const hosts = await this.insertAccounts(manager, demoHosts.slice(1));
    const guests = await this.insertAccounts(manager, demoGuests.slice(2));
    return [
      [host, ...hosts],
      [guest, admin, ...guests],
    ];
  }

  /** Hosts and guests of the same names whom nobody can sign in as. */
  async insertMore(manager: EntityManager): Promise<[hostIds: string[], guestIds: string[]]> {
    return [await this.insertAccounts(manager, demoHosts), await this.insertAccounts(manager, demoGuests)];
  }

  private async insertKnown(manager: EntityManager): Promise<[guest: string, host: string, admin: string]> {
    const passwordHash = await this.passwords.hash(demoPassword);
    const accounts = demoLogins.map(({ role, nickname }) =>
      this.account(nickname, role === 'admin' ? 'ADMIN' : 'USER'),
    );
    await insertAll(manager, AccountEntity, accounts);
    const logins = demoLogins.map(({ email }, index) => {
      const accountId = accounts[index]?.id ?? '';
      return { email, accountId, passwordHash, provedAt: null };
    });
    await insertAll(manager, LocalLoginEntity, logins);
    return accounts.map(({ id }) => id) as [string, string, string];
  }

  private async insertAccounts(manager: EntityManager, nicknames: readonly string[]): Promise<string[]> {
    const accounts = nicknames.map((nickname) => this.account(nickname, 'USER'));
    await insertAll(manager, AccountEntity, accounts);
    return accounts.map(({ id }) => id);
  }

  private account(nickname: string, role: AccountEntity['role']): AccountEntity {
    return { id: this.ids.next(), nickname, avatarUrl: null, createdAt: this.clock.now(), role };
  }
}
