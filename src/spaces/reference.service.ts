import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database/database.js';
import { BadInput } from '../platform/errors.js';
import type { CategoryEntity, FacilityEntity } from './reference.entity.js';
import type { Category, District, Facility } from './reference.types.js';

/** Districts, categories and facilities: a few dozen rows that hardly ever change, held in memory. */
@Injectable()
export class ReferenceService implements OnModuleInit {
  private districtsById: ReadonlyMap<number, District> = new Map();
  private categoriesById: ReadonlyMap<number, Category> = new Map();
  private facilitiesById: ReadonlyMap<number, Facility> = new Map();

  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  async onModuleInit(): Promise<void> {
    const districts = await this.database.select<District>(
      'SELECT id, name, latitude, longitude FROM district ORDER BY name',
    );
    const categories = await this.database.select<CategoryEntity>(
      'SELECT id, name, icon FROM category ORDER BY id',
    );
    const facilities = await this.database.select<FacilityEntity>(
      'SELECT id, name, icon FROM facility ORDER BY id',
    );
    this.districtsById = byId(districts);
    this.categoriesById = byId(categories.map((row) => this.withIcon(row)));
    this.facilitiesById = byId(facilities.map((row) => this.withIcon(row)));
  }

  /** By name. */
  listDistricts(): District[] {
    return [...this.districtsById.values()];
  }

  listCategories(): Category[] {
    return [...this.categoriesById.values()];
  }

  listFacilities(): Facility[] {
    return [...this.facilitiesById.values()];
  }

  district(id: number): District {
    return this.districtsById.get(id) as District;
  }

  category(id: number): Category {
    return this.categoriesById.get(id) as Category;
  }

  /** The facilities whose bits are set. */
  facilities(mask: number): Facility[] {
    const set: Facility[] = [];
    // Beyond 31 bits JavaScript's own operators on bits forget some.
    for (const [id, facility] of this.facilitiesById) {
      if (Math.floor(mask / 2 ** (id - 1)) % 2 === 1) set.push(facility);
    }
    return set;
  }

  /** @throws BadInput naming `argument` when no district has this id */
  districtId(argument: string, id: string): number {
    return knownId(this.districtsById, argument, id);
  }

  categoryId(argument: string, id: string): number {
    return knownId(this.categoriesById, argument, id);
  }

  /** The mask with the bits of these facilities; below 2^53, so at most 53 facilities can exist. */
  facilityMask(argument: string, ids: readonly string[]): number {
    const known = new Set(ids.map((id) => knownId(this.facilitiesById, argument, id)));
    return [...known].reduce((mask, id) => mask + 2 ** (id - 1), 0);
  }

  private withIcon({ id, name, icon }: CategoryEntity | FacilityEntity) {
    return {
      id,
      name,
      imageUrl: icon === null ? null : `${this.config.publicUrl}/welcome/icons/${icon}.svg`,
    };
  }
}

function byId<Row extends { id: number }>(rows: readonly Row[]): ReadonlyMap<number, Row> {
  return new Map(rows.map((row) => [row.id, Object.freeze(row)]));
}

function knownId(rows: ReadonlyMap<number, unknown>, argument: string, id: string): number {
  if (!/^\d{1,9}$/.test(id) || !rows.has(Number(id)))
    throw new BadInput(argument, 'names nothing that exists');
  return Number(id);
}
