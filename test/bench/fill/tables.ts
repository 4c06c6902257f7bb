import { claimedDays, type Size } from './sizes.js';
import { idOf, madeAt, pick, pickOne } from './values.js';

const districts = [
  11680, 11440, 11650, 11710, 11200, 11560, 11170, 11110, 11140, 11215, 11230, 11260, 11290, 11305, 11320,
  11350, 11380, 11410, 11470, 11500, 11530, 11545, 11590, 11620, 11740,
];
const categories = [1, 4, 2, 6, 3, 8, 7, 5, 9, 10];
const moods = ['조용한', '넓은', '아늑한', '새로 연', '햇살 드는', '지하', '역세권', '24시'];
const kinds = ['합주실', '연습실', '파티룸', '스튜디오', '공연장', '녹음실'];
const tiers = {
  FLEXIBLE: '[{"minDays":7,"percent":100},{"minDays":1,"percent":50}]',
  STANDARD: '[{"minDays":30,"percent":100},{"minDays":7,"percent":50}]',
  STRICT: '[{"minDays":30,"percent":50}]',
};
const booker = '{"name":"김합주","phone":"010-1234-5678","email":null,"note":null}';

/** One table: the statement that fills its rows of the spaces number `from` to `to`. */
export interface Fill {
  readonly table: string;
  /** How many of these rows a space has, at most. */
  readonly perSpace: number;
  sql(from: number, to: number): string;
}

/**
 * The tables that are read by what is measured, in the order in which they refer to each other. Words to search for and the
 * ledger of old orders are left out.
 */
export function fills(size: Size): readonly Fill[] {
  return [accounts(size), spaces(size), media, images, orders(size), claims(size)];
}

const mostPictures = 5;
/** How many pictures the space number `n` has, and the number of the one at `place` among all pictures. */
const pictureCount = (n: string) => `1 + ${pick(n, 'pictures', mostPictures)}`;
const pictureNumber = (n: string, place: string) => `(${mostPictures} * ${n} + ${place})`;
const widthOf = (n: string) => `1600 - 80 * (${n} % 3)`;
const heightOf = (n: string) => `1200 - 60 * (${n} % 4)`;

/** What the server would have written for the pictures of the space number `seq`. */
const picturesColumn = `CONCAT('[', CONCAT_WS(',', ${Array.from({ length: mostPictures }, (_, place) => {
  const n = pictureNumber('seq', String(place));
  const written = `CONCAT('["', ${idOf('image', n)}, '","', ${idOf('media', n)}, '",', ${widthOf(n)}, ',', ${heightOf(n)}, ']')`;
  return `IF(${pictureCount('seq')} > ${place}, ${written}, NULL)`;
}).join(', ')}), ']')`;

const accountsOf = ({ spaces: count }: Size) => count / 5;

/** One account for five spaces, so that every one of them has a chance to be a guest. */
const accounts = (_size: Size): Fill => ({
  table: 'account',
  perSpace: 1,
  sql: (from, to) => `
    INSERT INTO account (id, nickname, avatar_url, created_at, role)
    SELECT ${idOf('account', 'seq DIV 5')}, CONCAT('손님 ', seq DIV 5), NULL, ${madeAt('seq DIV 5')}, 'USER'
    FROM seq_${from}_to_${to} WHERE seq % 5 = 0`,
});

const spaces = (size: Size): Fill => ({
  table: 'space',
  perSpace: 1,
  sql: (from, to) => `
    INSERT INTO space (id, host_id, district_id, category_id, status, title, subtitle, address, latitude, longitude,
      cell, min_count, max_count, day_price, night_price, all_price, min_price, facility_mask, popularity, like_count,
      review_count, rating_sum, cancellation_policy, venue_tz, pictures, created_at)
    SELECT id, host, district, category, 1, title, subtitle, address, latitude, longitude,
      FLOOR(latitude * 100) * 100000 + FLOOR(longitude * 100), least, least + more, day, night, whole,
      LEAST(day, COALESCE(night, day)), facilities, popularity, likes, reviews, reviews * 3 + FLOOR(reviews * rated / 50),
      policy, 'Asia/Seoul', pictures, made
    FROM (SELECT *, IF(night IS NULL OR undivided, NULL, day + night - 5000) AS whole FROM (SELECT
      ${idOf('space', 'seq')} AS id, ${idOf('account', `1 + ${pick('seq', 'host', accountsOf(size))}`)} AS host,
      ${pickOne('seq', 'district', districts)} AS district, ${pickOne('seq', 'category', categories)} AS category,
      CONCAT(${pickOne('seq', 'mood', moods)}, ' ', ${pickOne('seq', 'kind', kinds)}, ' ', seq) AS title,
      CONCAT('악기와 음향을 갖춘 ', ${pickOne('seq', 'mood2', moods)}, ' 공간, ', ${pick('seq', 'walk', 15)}, '분 거리') AS subtitle,
      CONCAT('서울특별시 음악로 ', ${pick('seq', 'road', 400)}, '길 ', ${pick('seq', 'house', 90)}) AS address,
      37.45 + ${pick('seq', 'north', 2300)} / 10000 AS latitude, 126.8 + ${pick('seq', 'east', 3500)} / 10000 AS longitude,
      1 + ${pick('seq', 'least', 4)} AS least, 3 + ${pick('seq', 'more', 17)} AS more,
      20000 + 1000 * ${pick('seq', 'day', 200)} AS day,
      IF(${pick('seq', 'sold', 5)} = 0, NULL, 25000 + 1000 * ${pick('seq', 'night', 220)}) AS night,
      ${pick('seq', 'undivided', 8)} = 0 AS undivided,
      ${pick('seq', 'some', 2 ** 24)} & ${pick('seq', 'others', 2 ** 24)} AS facilities,
      ${pick('seq', 'popularity', 100_000)} AS popularity, ${pick('seq', 'likes', 5000)} AS likes,
      ${pick('seq', 'reviews', 60)} AS reviews, ${pick('seq', 'rated', 101)} AS rated,
      ELT(1 + ${pick('seq', 'policy', 3)}, 'FLEXIBLE', 'STANDARD', 'STRICT') AS policy, ${picturesColumn} AS pictures,
      ${madeAt('seq')} AS made
      FROM seq_${from}_to_${to}) numbers) rooms`,
});

const picture = pictureNumber('s.seq', 'p.seq');
const pictures = `seq_0_to_${mostPictures - 1} p ON ${pictureCount('s.seq')} > p.seq`;

/** 1 to 5 pictures for each space. */
const media: Fill = {
  table: 'media',
  perSpace: mostPictures,
  sql: (from, to) => `
    INSERT INTO media (id, kind, object_key, content_type, size, sha256, file_name, width, height, created_at)
    SELECT id, 'IMAGE', CONCAT('image/', id, '.webp'), 'image/webp', 180000, CONCAT(MD5(n), MD5(-n)), NULL,
      ${widthOf('n')}, ${heightOf('n')}, ${madeAt('n')}
    FROM (SELECT STRAIGHT_JOIN ${picture} AS n, ${idOf('media', picture)} AS id
      FROM seq_${from}_to_${to} s JOIN ${pictures}) pictures`,
};

const images: Fill = {
  table: 'space_image',
  perSpace: mostPictures,
  sql: (from, to) => `
    INSERT INTO space_image (id, space_id, media_id, position)
    SELECT STRAIGHT_JOIN ${idOf('image', picture)}, ${idOf('space', 's.seq')}, ${idOf('media', picture)}, p.seq
    FROM seq_${from}_to_${to} s JOIN ${pictures}`,
};

const pastOf = ({ ordersPerSpace }: Size) => Math.floor(ordersPerSpace * 0.4);

/**
 * Two orders in five are over, the others ahead, each in a stretch of days of its own. All are settled: nothing falls due
 * in a database that is kept for days.
 */
const orders = (size: Size): Fill => {
  const past = pastOf(size);
  const stretch = claimedDays / (size.ordersPerSpace - past);
  const number = `(${size.ordersPerSpace} * s.seq + k.seq)`;
  const days = `IF(k.seq < ${past}, -CAST(1 + k.seq * 20 + ${pick(number, 'ago', 20)} AS SIGNED),
    (CAST(k.seq AS SIGNED) - ${past}) * ${stretch} + ${pick(number, 'ahead', stretch)})`;
  return {
    table: 'booking_order',
    perSpace: size.ordersPerSpace,
    sql: (from, to) => `
      INSERT INTO booking_order (id, user_id, host_id, space_id, use_date, opt, head_count, status, price, policy, venue_tz,
        starts_at, ends_at, booker, hold_expires_at, settles_at, created_at, completed_at, cancelled_at, refund)
      SELECT ${idOf('order', 'n')}, guest, host_id, space_id, use_date, opt, head_count,
        IF(cancelled, 'CANCELLED', 'COMPLETED'),
        ELT(FIELD(opt, 'DAY', 'NIGHT', 'ALL'), day_price, night_price, all_price),
        ELT(FIELD(policy, 'FLEXIBLE', 'STANDARD', 'STRICT'), '${tiers.FLEXIBLE}', '${tiers.STANDARD}', '${tiers.STRICT}'),
        'Asia/Seoul', midnight + IF(opt = 'NIGHT', 19, 9) * 3600000, midnight + IF(opt = 'DAY', 18, 32) * 3600000,
        '${booker}', NULL, NULL, made, made + 60000, IF(cancelled, made + 120000, NULL), IF(cancelled, 0, NULL)
      FROM (SELECT STRAIGHT_JOIN ${number} AS n, ${idOf('account', `1 + ${pick(number, 'guest', accountsOf(size))}`)} AS guest,
        r.host_id, r.id AS space_id, DATE_ADD(@today, INTERVAL ${days} DAY) AS use_date, r.min_count AS head_count,
        CASE ${pick(number, 'option', 3)} WHEN 1 THEN IF(r.night_price IS NULL, 'DAY', 'NIGHT')
          WHEN 2 THEN IF(r.all_price IS NULL, 'DAY', 'ALL') ELSE 'DAY' END AS opt,
        ${pick(number, 'cancelled', 16)} = 0 AS cancelled, r.day_price, r.night_price, r.all_price,
        r.cancellation_policy AS policy, ${madeAt(number)} AS made,
        1000 * (UNIX_TIMESTAMP(DATE_ADD(@today, INTERVAL ${days} DAY)) - 9 * 3600) AS midnight
        FROM seq_${from}_to_${to} s JOIN space r ON r.id = ${idOf('space', 's.seq')}
        JOIN seq_0_to_${size.ordersPerSpace - 1} k) bookings`,
  };
};

/** The halves of what is booked ahead. */
const claims = (size: Size): Fill => ({
  table: 'claim',
  perSpace: 2 * size.ordersPerSpace,
  sql: (from, to) => `
    INSERT INTO claim (space_id, use_date, half, kind, owner_id, expires_at)
    SELECT STRAIGHT_JOIN o.space_id, o.use_date, h.seq, 1, o.id, NULL
    FROM booking_order o JOIN seq_0_to_1 h ON o.opt = 'ALL' OR h.seq = IF(o.opt = 'DAY', 0, 1)
    WHERE o.id >= ${idOf('order', String(from * size.ordersPerSpace))}
      AND o.id < ${idOf('order', String((to + 1) * size.ordersPerSpace))}
      AND o.use_date >= @today AND o.status = 'COMPLETED'`,
});
