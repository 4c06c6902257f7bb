import { parseArgs } from 'node:util';
import { runCommand } from './command.js';

const usage = `npm run seed -- --rooms COUNT

Adds rooms with hosts, likes, and for a tenth of them bookings and reviews, until the database that DATABASE_URL names
has COUNT of them. The same rooms every time; they have no pictures. Run again it goes on, or has nothing to do.`;

const { values } = parseArgs({ options: { rooms: { type: 'string' } }, strict: false });
const wanted = /^\d{1,7}$/.test(String(values['rooms'])) ? Number(values['rooms']) : 0;

if (wanted === 0) {
  console.error(usage);
  process.exitCode = 2;
} else if (process.env['NODE_ENV'] === 'production') {
  console.error('What a production has are real rooms: it is not filled.');
  process.exitCode = 2;
} else {
  const { SeedModule } = await import('./demo/seed/seed.module.js');
  const { SeedService } = await import('./demo/seed/seed.service.js');
  await runCommand(
    process.env,
    async (app) => {
      const seed = app.get(SeedService);
      const before = await seed.count();
      if (before >= wanted) {
        console.log(`There are ${before} rooms already: nothing to do.`);
        return 0;
      }
      const begin = performance.now();
      await seed.fill(wanted, (rooms) => tell(rooms, before, (performance.now() - begin) / 1000));
      console.log(`\nThere are ${wanted} rooms now, ${before} of them from before.`);
      return 0;
    },
    [SeedModule],
  );
}

/** A bar on a terminal, which each call draws anew. */
function tell(rooms: number, before: number, seconds: number): void {
  const part = rooms / wanted;
  const bar = '█'.repeat(Math.floor(part * 30)).padEnd(30, '░');
  const speed = Math.round((rooms - before) / seconds);
  process.stdout.write(`\r${bar} ${Math.floor(part * 100)} % ${rooms} of ${wanted} rooms, ${speed}/s `);
}
