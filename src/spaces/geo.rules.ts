import type { GeoCircle } from './spaces.types.js';

const cellsPerDegree = 100;
const kmPerDegree = 111.195;

/** The square of 0.01 degrees a place lies in, as a number: about 1.1 by 0.9 km in Seoul. */
export function cellOf(latitude: number, longitude: number): number {
  return cellAt(Math.floor(latitude * cellsPerDegree), Math.floor(longitude * cellsPerDegree));
}

/** All squares that a circle touches, and at most a row of neighbours more. */
export function cellsAround({ latitude, longitude, radiusKm }: GeoCircle): number[] {
  const high = radiusKm / kmPerDegree;
  const wide = Math.min(high / Math.max(Math.cos(radians(latitude)), 0.01), 1);
  const rows = steps(latitude - high, latitude + high);
  const columns = steps(longitude - wide, longitude + wide);
  return rows.flatMap((row) => columns.map((column) => cellAt(row, column)));
}

/**
 * The square of a distance in square metres as SQL, whole, on a plane that touches the earth at the centre: within
 * 10 km it is off by less than a thousandth, and it needs no function that one of the databases lacks.
 * @returns the expression over the columns of `s` and the values of its `?`
 */
export function squaredMetres({ latitude, longitude }: GeoCircle): { sql: string; values: number[] } {
  const metres = kmPerDegree * 1000;
  const narrowing = Math.cos(radians(latitude));
  return {
    sql: 'ROUND((s.latitude - ?) * (s.latitude - ?) * ? + (s.longitude - ?) * (s.longitude - ?) * ?)',
    values: [latitude, latitude, metres ** 2, longitude, longitude, (metres * narrowing) ** 2],
  };
}

function cellAt(row: number, column: number): number {
  return row * 100_000 + column;
}

function steps(from: number, to: number): number[] {
  const first = Math.floor(from * cellsPerDegree);
  return Array.from({ length: Math.floor(to * cellsPerDegree) - first + 1 }, (_, index) => first + index);
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
