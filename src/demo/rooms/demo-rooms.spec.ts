import { describe, expect, it } from 'vitest';
import sharp from 'sharp';
import { categories, districts, facilities } from '../../spaces/reference-data.js';
import { drawPicture, renderPicture, roomPictures } from './demo-pictures.js';
import { demoGuests, demoHosts, makeDemoRooms } from './demo-rooms.js';

const rooms = makeDemoRooms();

/** How many items share each key, sorted by key. */
function countBy<T>(items: readonly T[], key: (item: T) => number): [number, number][] {
  const counts = new Map<number, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}

/** Distance in kilometres, good enough within one city. */
function kilometres(a: { latitude: number; longitude: number }, b: typeof a): number {
  return Math.hypot((a.latitude - b.latitude) * 111, (a.longitude - b.longitude) * 88);
}

describe('demo rooms', () => {
  it('are the same 200 at every call', () => {
    expect(rooms).toHaveLength(200);
    expect(makeDemoRooms()).toEqual(rooms);
  });

  it('lie eight in each of the 25 districts', () => {
    expect(countBy(rooms, (room) => room.districtId)).toEqual(districts.map(({ id }) => [id, 8]));
    for (const district of districts) {
      const inside = rooms.filter((room) => room.districtId === district.id);
      expect(new Set(inside.map((room) => room.categoryId)).size).toBeGreaterThanOrEqual(5);
      for (const room of inside) {
        expect(room.address).toMatch(new RegExp(`^서울특별시 ${district.name} \\S+ \\d+ \\S+`));
        expect(kilometres(room, district), room.address).toBeLessThan(5.5);
      }
    }
  });

  it('are of every category', () => {
    expect(countBy(rooms, (room) => room.categoryId)).toEqual([
      [1, 36],
      [2, 28],
      [3, 20],
      [4, 32],
      [5, 14],
      [6, 16],
      [7, 16],
      [8, 14],
      [9, 12],
      [10, 12],
    ]);
    expect(categories).toHaveLength(10);
  });

  it('lie inside Seoul', () => {
    for (const { latitude, longitude } of rooms) {
      expect(latitude).toBeGreaterThan(37.42);
      expect(latitude).toBeLessThan(37.71);
      expect(longitude).toBeGreaterThan(126.76);
      expect(longitude).toBeLessThan(127.19);
    }
  });

  it('have titles, subtitles and names that differ', () => {
    expect(new Set(rooms.map((room) => room.title)).size).toBe(200);
    expect(new Set(rooms.map((room) => room.subtitle)).size).toBe(200);
    expect(new Set(demoHosts).size).toBe(40);
    expect(new Set(demoGuests).size).toBe(60);
  });

  it.each(['강남', '합주', '파티룸', '홍대'])('are found by the word %s', (word) => {
    const found = rooms.filter((room) => `${room.title} ${room.subtitle} ${room.address}`.includes(word));
    expect(found.length).toBeGreaterThanOrEqual(4);
  });

  it('cost whole thousands, the whole day less than its halves', () => {
    for (const room of rooms) {
      const prices = [room.dayPrice, room.nightPrice, room.allPrice].filter((price) => price !== null);
      expect(prices.length, room.title).toBeGreaterThan(0);
      for (const price of prices) {
        expect(price % 1000).toBe(0);
        expect(price).toBeGreaterThanOrEqual(20_000);
        expect(price).toBeLessThanOrEqual(1_100_000);
      }
      if (room.dayPrice !== null && room.nightPrice !== null && room.allPrice !== null) {
        expect(room.allPrice).toBeLessThan(room.dayPrice + room.nightPrice);
        expect(room.allPrice).toBeGreaterThan(Math.max(room.dayPrice, room.nightPrice));
      }
    }
    const incomplete = rooms.filter((room) => [room.dayPrice, room.nightPrice, room.allPrice].includes(null));
    expect(incomplete.length).toBeGreaterThan(10);
    expect(incomplete.length).toBeLessThan(60);
  });

  it('name facilities that exist and head counts that fit', () => {
    const known = new Set(facilities.map(({ id }) => id));
    for (const room of rooms) {
      expect(room.facilityIds.every((id) => known.has(id))).toBe(true);
      expect(new Set(room.facilityIds).size).toBe(room.facilityIds.length);
      expect(room.facilityIds.length).toBeGreaterThan(1);
      expect(room.minCount).toBeGreaterThanOrEqual(1);
      expect(room.maxCount).toBeGreaterThan(room.minCount);
    }
  });

  it.each([
    ['24시', 24],
    ['노래방', 12],
    ['영화관', 11],
    ['바베큐', 20],
  ])('called %s have facility %i', (word, facilityId) => {
    const boasting = rooms.filter((room) => room.title.includes(word));
    expect(boasting.length).toBeGreaterThan(0);
    expect(boasting.filter((room) => !room.facilityIds.includes(facilityId))).toEqual([]);
  });

  it('belong to hosts and are reviewed once at most by a guest', () => {
    expect(new Set(rooms.map((room) => room.hostIndex)).size).toBeGreaterThan(35);
    for (const room of rooms) {
      expect(demoHosts[room.hostIndex]).toBeDefined();
      expect(room.reviews.length).toBeLessThanOrEqual(6);
      const guests = room.reviews.map((review) => review.guestIndex);
      expect(new Set(guests).size).toBe(guests.length);
      for (const review of room.reviews) {
        expect(demoGuests[review.guestIndex]).toBeDefined();
        expect([1, 2, 3, 4, 5]).toContain(review.rating);
        expect(review.text.length).toBeGreaterThan(8);
        expect(review.daysAgo).toBeGreaterThan(1);
      }
    }
    const all = rooms.flatMap((room) => room.reviews);
    expect(all.length).toBeGreaterThan(400);
    expect(new Set(all.map((review) => review.text)).size).toBeGreaterThan(all.length / 2);
  });
});

describe('demo pictures', () => {
  it('are drawn the same from the same seed, and differ by seed, category and view', () => {
    const drawings = [0, 3].flatMap((seed) =>
      categories.flatMap(({ id }) => [0, 1, 2, 3, 4].map((view) => drawPicture(seed, id, view))),
    );
    expect(drawPicture(3, 10, 4)).toBe(drawings.at(-1));
    // The close view of a category shows the same thing in the same colours whatever the seed; all else differs.
    expect(new Set(drawings).size).toBeGreaterThan(90);
    for (const drawing of drawings) expect(drawing).not.toMatch(/NaN|undefined|<text|Infinity/);
  });

  it('refuse a category or view that does not exist', () => {
    expect(() => drawPicture(0, 11, 0)).toThrow(RangeError);
    expect(() => drawPicture(0, 1, 5)).toThrow(RangeError);
  });

  it('are small WebP files', async () => {
    const bytes = await renderPicture(drawPicture(1, 1, 0));
    expect(await sharp(bytes).metadata()).toMatchObject({
      format: 'webp',
      width: 720,
      height: 480,
      hasAlpha: false,
    });
    expect(bytes.length).toBeLessThan(16_000);
  });

  it('come for each room in order, three to five, each of the declared size', async () => {
    const some = rooms.slice(0, 20);
    const seen: number[][] = some.map(() => []);
    const covers = new Set<string>();
    for await (const { roomIndex, position, bytes, width, height } of roomPictures(some)) {
      seen[roomIndex]!.push(position);
      if (position === 0) covers.add(bytes.toString('base64'));
      expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width, height });
    }
    expect(covers.size).toBe(20);
    for (const [index, room] of some.entries()) {
      expect(room.pictures).toBeGreaterThanOrEqual(3);
      expect(room.pictures).toBeLessThanOrEqual(5);
      expect(seen[index]).toEqual(Array.from({ length: room.pictures }, (_, position) => position));
    }
  });

  it('stop when nobody asks for more', async () => {
    const pictures = roomPictures(rooms);
    expect((await pictures.next()).value).toMatchObject({
      roomIndex: 0,
      position: 0,
      width: 720,
      height: 480,
    });
    expect(await pictures.return(undefined)).toEqual({ done: true, value: undefined });
    expect((await pictures.next()).done).toBe(true);
  });
});
