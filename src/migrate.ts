import 'reflect-metadata';
import { readConfig } from './platform/config.js';
import { Database } from './platform/database/database.js';
import { tables } from './tables.js';

// Brings the tables up to date, as every start does too; for those who want it done before the first server starts.
try {
  const database = await Database.open(readConfig(process.env).databaseUrl, tables);
  await database.close();
  console.log('The tables are up to date.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
