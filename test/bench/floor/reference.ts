import type { FloorDatabase } from './database.js';

/** Districts, categories and facilities as answers show them, read once. */
export class Reference {
  private constructor(
    readonly districts: ReadonlyMap<number, object>,
    readonly categories: ReadonlyMap<number, object>,
    private readonly facilities: readonly { readonly bit: number; readonly shown: object }[],
  ) {}

  static async read(database: FloorDatabase, publicUrl: string): Promise<Reference> {
    const districts = await database.rows('SELECT id, name, latitude, longitude FROM district', []);
    const categories = await database.rows('SELECT id, name, icon FROM category', []);
    const facilities = await database.rows('SELECT id, name, icon FROM facility ORDER BY id', []);
    const withIcon = ([id, name, icon]: readonly any[]) => ({
      id: String(id),
      name,
      imageUrl: icon === null ? null : `${publicUrl}/welcome/icons/${icon}.svg`,
    });
    return new Reference(
      new Map(
        districts.map(([id, name, latitude, longitude]) => [
          id,
          { id: String(id), name, latitude, longitude },
        ]),
      ),
      new Map(categories.map((row) => [row[0], withIcon(row)])),
      facilities.map((row) => ({ bit: 1 << (row[0] - 1), shown: withIcon(row) })),
    );
  }

  facilitiesOf(mask: number): object[] {
    return this.facilities.filter(({ bit }) => (mask & bit) !== 0).map(({ shown }) => shown);
  }
}
