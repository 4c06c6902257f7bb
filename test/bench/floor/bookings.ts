import { randomUUID } from 'node:crypto';
import type { FloorDatabase } from './database.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const holdMs = 600_000;
const tiers = {
  FLEXIBLE: '[{"minDays":7,"percent":100},{"minDays":1,"percent":50}]',
  STANDARD: '[{"minDays":30,"percent":100},{"minDays":7,"percent":50}]',
  STRICT: '[{"minDays":30,"percent":50}]',
};
const halves = { DAY: [0], NIGHT: [1], ALL: [0, 1] };

interface Wish {
  readonly guestId: string;
  readonly spaceId: string;
  readonly date: string;
  readonly option: keyof typeof halves;
  readonly headCount: number;
  readonly key: string;
}

interface Payment {
  readonly guestId: string;
  readonly orderId: string;
  readonly booker: object;
  readonly key: string;
}

/** Booking as one would write it by hand: the same rows in the same transactions, and nothing told beyond yes or no. */
export class FloorBookings {
  constructor(private readonly database: FloorDatabase) {}

  /** Looks, then lets the key of the claims decide. */
  async place({ guestId, spaceId, date, option, headCount, key }: Wish): Promise<{ orderId: string | null }> {
    const now = Date.now();
    const rows = await this.database.rows(
      `SELECT s.host_id, s.day_price, s.night_price, s.all_price, s.min_count, s.max_count, s.cancellation_policy,
         s.venue_tz, c.half, i.order_id
       FROM space s LEFT JOIN idempotency i ON i.user_id = ? AND i.idem_key = ?
       LEFT JOIN claim c ON c.space_id = s.id AND c.use_date = ? AND (c.expires_at IS NULL OR c.expires_at > ?)
       WHERE s.id = ? AND s.status = 1`,
      [guestId, key, date, now, spaceId],
    );
    const [[host, day, night, whole, least, most, policy, zone] = []] = rows;
    const price = { DAY: day, NIGHT: night, ALL: whole }[option];
    const taken = rows.some((row) => halves[option].includes(row[8]));
    if (taken || typeof price !== 'number' || headCount < least || headCount > most) return { orderId: null };

    const orderId = randomUUID();
    const midnight = Date.parse(date) - 9 * hourMs;
    const startsAt = midnight + (option === 'NIGHT' ? 19 : 9) * hourMs;
    const endsAt = midnight + (option === 'DAY' ? 18 * hourMs : dayMs + 8 * hourMs);
    try {
      await this.database.transaction(async (run) => {
        await run(keep, [guestId, key, key, orderId, now]);
        for (const half of halves[option]) {
          await run(
            'INSERT INTO claim (space_id, use_date, half, kind, owner_id, expires_at) VALUES (?, ?, ?, 1, ?, ?)',
            [spaceId, date, half, orderId, now + holdMs],
          );
        }
        await run(
          `INSERT INTO booking_order (id, user_id, host_id, space_id, use_date, opt, head_count, status, price, policy,
             venue_tz, starts_at, ends_at, hold_expires_at, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, 'WAITING', ?, ?, ?, ?, ?, ?, ?)`,
          [
            ...[orderId, guestId, host, spaceId, date, option, headCount, price],
            ...[tiers[policy as keyof typeof tiers], zone, startsAt, endsAt, now + holdMs, now],
          ],
        );
      });
    } catch (error) {
      if (isLost(error)) return { orderId: null };
      throw error;
    }
    return { orderId };
  }

  /** Order, claim, both balances and the ledger together. */
  async pay({ guestId, orderId, booker, key }: Payment): Promise<{ paid: boolean }> {
    const now = Date.now();
    const [order] = await this.database.rows(
      'SELECT space_id, use_date, price, ends_at FROM booking_order WHERE id = ? AND user_id = ?',
      [orderId, guestId],
    );
    if (!order) return { paid: false };
    const [spaceId, date, price, endsAt] = order;
    const txId = randomUUID();
    await this.database.transaction(async (run) => {
      await run(keep, [guestId, key, key, orderId, now]);
      await run('SELECT id FROM space WHERE id = ? AND status = 1 LOCK IN SHARE MODE', [spaceId]);
      await run(
        'UPDATE claim SET expires_at = NULL WHERE space_id = ? AND use_date = ? AND owner_id = ? AND expires_at > ?',
        [spaceId, date, orderId, now],
      );
      await run(
        `UPDATE booking_order SET status = 'COMPLETED', booker = ?, completed_at = ?, hold_expires_at = NULL,
           settles_at = ? WHERE id = ? AND status = 'WAITING' AND hold_expires_at > ?`,
        [JSON.stringify(booker), now, endsAt + 6 * hourMs, orderId, now],
      );
      await run(
        `INSERT INTO wallet (account, balance, floor_zero) VALUES (?, ?, 1)
         ON DUPLICATE KEY UPDATE balance = balance + VALUES (balance)`,
        [`escrow:${spaceId}`, price],
      );
      await run('UPDATE wallet SET balance = balance - ? WHERE account = ? AND balance >= ?', [
        price,
        `user:${guestId}`,
        price,
      ]);
      await run(
        "INSERT INTO ledger_tx (id, kind, order_id, seq, actor_id, at) VALUES (?, 'PAYMENT', ?, 0, ?, ?)",
        [txId, orderId, guestId, now],
      );
      await run('INSERT INTO ledger_line (tx_id, account, amount) VALUES (?, ?, ?), (?, ?, ?)', [
        ...[txId, `escrow:${spaceId}`, price],
        ...[txId, `user:${guestId}`, -price],
      ]);
    });
    return { paid: true };
  }
}

const keep =
  'INSERT INTO idempotency (user_id, idem_key, fingerprint, order_id, created_at) VALUES (?, ?, ?, ?, ?)';

/** Somebody else has the slot, or was preferred in a deadlock over it. */
function isLost(error: unknown): boolean {
  const { errno } = error as { errno?: number };
  return errno === 1062 || errno === 1213;
}
