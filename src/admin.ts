import { AccountsService } from './auth/accounts.service.js';
import { runCommand } from './command.js';
import { normaliseEmail } from './platform/email.js';

const usage = `npm run admin -- COMMAND EMAIL

  grant EMAIL     makes the local account an admin, from its next log-in or refresh on
  revoke EMAIL    makes it an ordinary account again
  confirm EMAIL   notes that the address is its owner's, so that Kakao may link to it`;

const changes: Readonly<Record<string, (accounts: AccountsService, email: string) => Promise<boolean>>> = {
  grant: (accounts, email) => accounts.setRole(email, 'ADMIN'),
  revoke: (accounts, email) => accounts.setRole(email, 'USER'),
  confirm: (accounts, email) => accounts.confirmEmail(email),
};

// What only an operator may do, who has the machine: emails of local accounts are unproved, so none makes an admin.
const [command = '', text = ''] = process.argv.slice(2);
const change = Object.hasOwn(changes, command) ? changes[command] : undefined;
const email = normaliseEmail(text);

if (!change || !email) {
  console.error(usage);
  process.exitCode = 2;
} else {
  await runCommand(process.env, async (app) => {
    const done = await change(app.get(AccountsService, { strict: false }), email);
    if (done) console.log('Done.');
    else console.error('No local account has this email.');
    return done ? 0 : 1;
  });
}
