import { describe, expect, it } from 'vitest';
import { cellOf, cellsAround, squaredMetres } from './geo.rules.js';

const degree = Math.PI / 180;

/** Great-circle distance in metres: the yardstick for the plane that lists reckon with. */
function haversine(
  a: { latitude: number; longitude: number },
  b: { latitude: number; longitude: number },
): number {
  const north = Math.sin(((b.latitude - a.latitude) * degree) / 2) ** 2;
  const east = Math.sin(((b.longitude - a.longitude) * degree) / 2) ** 2;
  return (
    2 *
    6_371_009 *
    Math.asin(Math.sqrt(north + Math.cos(a.latitude * degree) * Math.cos(b.latitude * degree) * east))
  );
}

/** What the expression of `squaredMetres` works out for a place, with the same numbers. */
function onPlane(
  centre: { latitude: number; longitude: number },
  place: { latitude: number; longitude: number },
): number {
  const [lat = 0, , perLat = 0, lng = 0, , perLng = 0] = squaredMetres({ ...centre, radiusKm: 1 }).values;
  return Math.round((place.latitude - lat) ** 2 * perLat + (place.longitude - lng) ** 2 * perLng);
}

// Places around Seoul in a fixed pattern that repeats nowhere.
const places = Array.from({ length: 500 }, (_, index) => ({
  latitude: 37.4 + ((index * 0.618034) % 1) * 0.3,
  longitude: 126.8 + ((index * 0.414214) % 1) * 0.4,
}));

describe('cells', () => {
  it.each([
    [37.5563, 126.9236, 375512692],
    [37.5501, 126.9201, 375512692],
    [37.5599, 126.9299, 375512692],
    [-0.001, 0, -100000],
  ])('of %f, %f is %i', (latitude, longitude, cell) => {
    expect(cellOf(latitude, longitude)).toBe(cell);
  });

  it.each([0.1, 0.5, 3, 10])('around a place cover every place within %f km', (radiusKm) => {
    const centre = { latitude: 37.5665, longitude: 126.978, radiusKm };
    const cells = new Set(cellsAround(centre));
    const inside = places.filter((place) => haversine(centre, place) <= radiusKm * 1000);
    expect(inside.filter(({ latitude, longitude }) => !cells.has(cellOf(latitude, longitude)))).toEqual([]);
    if (radiusKm >= 3) expect(inside.length).toBeGreaterThan(5);
  });

  it('of the largest circle stay few', () => {
    expect(cellsAround({ latitude: 37.5665, longitude: 126.978, radiusKm: 10 }).length).toBeLessThan(500);
    expect(cellsAround({ latitude: 89.99, longitude: 0, radiusKm: 10 }).length).toBeLessThan(5000);
  });
});

describe('distance', () => {
  it('on the plane is off by less than a thousandth within 10 km', () => {
    const centre = { latitude: 37.5665, longitude: 126.978 };
    const near = places.filter((place) => haversine(centre, place) < 10_000);
    expect(near.length).toBeGreaterThan(50);
    for (const place of near) {
      const true_ = haversine(centre, place);
      expect(Math.abs(Math.sqrt(onPlane(centre, place)) - true_) / true_).toBeLessThan(0.001);
    }
  });
});
