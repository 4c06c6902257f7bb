import type { MigrationInterface, QueryRunner } from 'typeorm';
import { categories, districts, facilities } from '../spaces/reference-data.js';

/** The districts, categories and facilities the product begins with. */
export class ReferenceData1763683200006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const { id, name, latitude, longitude } of districts) {
      await runner.query('INSERT INTO district (id, name, latitude, longitude) VALUES (?, ?, ?, ?)', [
        id,
        name,
        latitude,
        longitude,
      ]);
    }
    for (const [table, rows] of Object.entries({ category: categories, facility: facilities })) {
      for (const { id, name, icon } of rows) {
        await runner.query(`INSERT INTO ${table} (id, name, icon) VALUES (?, ?, ?)`, [id, name, icon]);
      }
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['facility', 'category', 'district']) await runner.query(`DELETE FROM ${table}`);
  }
}
