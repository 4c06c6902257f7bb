import { runCommand } from './command.js';
import { MediaSweepService } from './media/media-sweep.service.js';

// Removes objects that no row speaks of, and says which rows have lost their objects; may run beside the server.
await runCommand(process.env, async (app) => {
  const sweeper = app.get(MediaSweepService, { strict: false });
  const { objects, uploads } = await sweeper.sweep();
  console.log(`Removed ${objects} objects without a row and ${uploads} unfinished uploads.`);
  const missing = await sweeper.findMissing();
  for (const key of missing) console.error(`A row has lost its object: ${key}`);
  return missing.length === 0 ? 0 : 1;
});
