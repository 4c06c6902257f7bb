import type { FloorDatabase } from './database.js';
import type { Reference } from './reference.js';

const columns = `s.id, s.title, s.subtitle, s.address, s.latitude, s.longitude, s.min_count, s.max_count, s.min_price,
  s.like_count, s.review_count, s.rating_sum, s.district_id, s.category_id, s.day_price, s.night_price, s.all_price,
  s.facility_mask, s.popularity, s.cancellation_policy, s.created_at`;

const orders = {
  PRICE_ASC: { key: 's.min_price', index: 'price', way: 'ASC', beyond: '>' },
  PRICE_DESC: { key: 's.min_price', index: 'price', way: 'DESC', beyond: '<' },
  POPULAR: { key: 's.popularity', index: 'popular', way: 'DESC', beyond: '<' },
} as const;

const claimed = (alias: string, half: number) => `LEFT JOIN claim ${alias} ON ${alias}.space_id = s.id
  AND ${alias}.use_date = ? AND ${alias}.half = ${half} AND (${alias}.expires_at IS NULL OR ${alias}.expires_at > ?)`;
const bookable = `((s.day_price IS NOT NULL AND d.half IS NULL) OR (s.night_price IS NOT NULL AND n.half IS NULL)
  OR (s.all_price IS NOT NULL AND d.half IS NULL AND n.half IS NULL))`;

const size = 20;

/** The reads as one would write them by hand: a statement for the spaces, one for what hangs on them, nothing cached. */
export class FloorSpaces {
  constructor(
    private readonly database: FloorDatabase,
    private readonly reference: Reference,
    private readonly publicUrl: string,
  ) {}

  async list(query: URLSearchParams): Promise<object> {
    const order = orders[query.get('sort') as keyof typeof orders];
    const [district, category, heads, date] = ['districtId', 'categoryId', 'headCount', 'date'].map((name) =>
      query.get(name),
    );
    const values: unknown[] = [];
    const where = ['s.status = 1'];
    const and = (sql: string, ...bound: unknown[]) => {
      where.push(sql);
      values.push(...bound);
    };
    if (date) {
      const now = Date.now();
      values.push(date, now, date, now);
      and(bookable);
    }
    if (district) and('s.district_id = ?', Number(district));
    if (category) and('s.category_id = ?', Number(category));
    if (heads) and('s.min_count <= ? AND s.max_count >= ?', Number(heads), Number(heads));
    const after = query.get('after');
    if (after) {
      const [key, id] = after.split(' ');
      and(
        `(${order.key} ${order.beyond} ? OR (${order.key} = ? AND s.id ${order.beyond} ?))`,
        Number(key),
        Number(key),
        id,
      );
    }
    const scope = `${district ? 'd' : ''}${category ? 'c' : ''}` || 'all';
    const rows = await this.database.rows(
      `SELECT ${columns} FROM space s FORCE INDEX (space_${scope}_${order.index})
       ${date ? `${claimed('d', 0)} ${claimed('n', 1)}` : ''}
       WHERE ${where.join(' AND ')} ORDER BY ${order.key} ${order.way}, s.id ${order.way} LIMIT ${size + 1}`,
      values,
    );
    const shown = rows.slice(0, size);
    const images = await this.images(shown.map(([id]) => id));
    const whole = query.get('selection') === 'full';
    const last = shown.at(-1);
    return {
      nodes: shown.map((row) => (whole ? this.full(row, images) : this.card(row, images))),
      hasNextPage: rows.length > size,
      end: last ? `${order.key === 's.popularity' ? last[18] : last[8]} ${last[0]}` : null,
    };
  }

  async detail(id: string): Promise<object> {
    const [row = []] = await this.database.rows(
      `SELECT ${columns} FROM space s WHERE s.id = ? AND s.status = 1`,
      [id],
    );
    const images = await this.images([id]);
    return {
      ...this.full(row, images),
      cancellationPolicy: row[19],
      createdAt: new Date(row[20]).toISOString(),
    };
  }

  async availability(query: URLSearchParams): Promise<object> {
    const [id, date, option] = ['id', 'date', 'option'].map((name) => query.get(name));
    const [prices = []] = await this.database.rows(
      'SELECT day_price, night_price, all_price FROM space WHERE id = ? AND status = 1',
      [id],
    );
    const claims = await this.database.rows(
      'SELECT half FROM claim WHERE space_id = ? AND use_date = ? AND (expires_at IS NULL OR expires_at > ?)',
      [id, date, Date.now()],
    );
    const price = prices[option === 'DAY' ? 0 : option === 'NIGHT' ? 1 : 2];
    const taken = claims.some(([half]) => option === 'ALL' || half === (option === 'DAY' ? 0 : 1));
    return { isAvailable: price !== null && !taken };
  }

  private async images(ids: readonly string[]): Promise<Map<string, object[]>> {
    const bySpace = new Map<string, object[]>(ids.map((id) => [id, []]));
    if (ids.length === 0) return bySpace;
    const rows = await this.database.rows(
      `SELECT i.id, i.space_id, i.media_id, i.position, m.width, m.height
       FROM space_image i JOIN media m ON m.id = i.media_id
       WHERE i.space_id IN (${ids.map(() => '?').join(', ')}) ORDER BY i.space_id, i.position`,
      ids,
    );
    for (const [id, spaceId, mediaId, position, width, height] of rows) {
      bySpace.get(spaceId)?.push({ id, url: `${this.publicUrl}/media/${mediaId}`, width, height, position });
    }
    return bySpace;
  }

  private card(row: readonly any[], images: ReadonlyMap<string, object[]>) {
    const [
      id,
      title,
      subtitle,
      address,
      latitude,
      longitude,
      minCount,
      maxCount,
      fromPrice,
      likeCount,
      reviews,
      stars,
    ] = row;
    return {
      id,
      title,
      subtitle,
      address,
      latitude,
      longitude,
      minCount,
      maxCount,
      fromPrice,
      likeCount,
      averageRating: reviews === 0 ? null : Math.round((10 * stars) / reviews) / 10,
      district: this.reference.districts.get(row[12]),
      images: images.get(id),
    };
  }

  private full(row: readonly any[], images: ReadonlyMap<string, object[]>) {
    const options: object[] = [];
    const sold = (option: string, price: number | null) => {
      if (price !== null) options.push({ id: `${row[0]}-${option.toLowerCase()}`, option, price });
    };
    sold('DAY', row[14]);
    sold('NIGHT', row[15]);
    sold('ALL', row[16]);
    return {
      ...this.card(row, images),
      category: this.reference.categories.get(row[13]),
      options,
      facilities: this.reference.facilitiesOf(row[17]),
    };
  }
}
