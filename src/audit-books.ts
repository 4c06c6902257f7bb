import { runCommand } from './command.js';
import { BooksService } from './orders/books.service.js';

// Reads the books and says what is wrong; changes nothing, and may run beside the server.
await runCommand(process.env, async (app) => {
  const findings = await app.get(BooksService, { strict: false }).audit();
  for (const { rule, ids } of findings) console.error(`Not so: ${rule}. ${ids.join(' ')}`);
  if (findings.length === 0) console.log('The books are right.');
  return findings.length === 0 ? 0 : 1;
});
