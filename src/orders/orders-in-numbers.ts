import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { Metrics } from '../platform/ops/metrics.js';

const keptMs = 15_000;

/**
 * The orders that are under way, in the metrics: both states are read off an index of their own. Those that are over
 * only ever become more, and counting them would read them all.
 */
@Injectable()
export class OrdersInNumbers {
  private counts: Promise<Record<string, number>> | null = null;
  private countedAt = 0;

  constructor(
    private readonly database: Database,
    metrics: Metrics,
  ) {
    const help = 'Orders under way in the database: waiting for payment, and paid but not settled.';
    metrics.watch('hapju_orders', help, () => this.read());
  }

  /** Counted at most every 15 seconds. */
  private read(): Promise<Record<string, number>> {
    const now = performance.now();
    if (!this.counts || now - this.countedAt >= keptMs) {
      this.countedAt = now;
      this.counts = this.count();
    }
    return this.counts;
  }

  private async count(): Promise<Record<string, number>> {
    const [row] = await this.database.select<{ waiting: number; paid: number }>(
      `SELECT (SELECT COUNT(*) FROM booking_order WHERE hold_expires_at IS NOT NULL) AS waiting,
              (SELECT COUNT(*) FROM booking_order WHERE settles_at IS NOT NULL) AS paid`,
    );
    return { waiting: Number(row?.waiting), paid: Number(row?.paid) };
  }
}
