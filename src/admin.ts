import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';
import { AccountsService } from './auth/accounts.service.js';
import { readConfig } from './platform/config.js';
import { normaliseEmail } from './platform/email.js';
import { openLog } from './platform/ops/log.js';

const usage = `npm run admin -- COMMAND EMAIL

  grant EMAIL     makes the local account an admin, from its next log-in or refresh on
  revoke EMAIL    makes it an ordinary account again
  confirm EMAIL   notes that the address is its owner's, so that Kakao may link to it`;

// What only an operator may do, who has the machine: emails of local accounts are unproved, so none makes an admin.
const [command, text = ''] = process.argv.slice(2);
const email = normaliseEmail(text);

try {
  if (!email || !['grant', 'revoke', 'confirm'].includes(command ?? '')) throw new Error(usage);
  const config = { ...readConfig(process.env), demo: false, logLevel: 'warn' as const };
  const app = await NestFactory.createApplicationContext(await AppModule.with(config, openLog(config)), {
    logger: false,
    abortOnError: false,
  });
  const accounts = app.get(AccountsService);
  const done =
    command === 'confirm'
      ? await accounts.confirmEmail(email)
      : await accounts.setRole(email, command === 'grant' ? 'ADMIN' : 'USER');
  await app.close();
  if (!done) throw new Error('No local account has this email.');
  console.log('Done.');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
