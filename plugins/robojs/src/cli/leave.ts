// `tickit leave`: the service closes this bot's sessions and forgets its token. Its tickets stay.
import type { Environment } from '../core/options.js';
import { forget, toAccount } from './account.js';
import { dotenvFile, readDotenv } from './dotenv.js';
import { given } from './setup.js';
import type { Terminal } from './terminal.js';

export async function leave(folder: string, env: Environment, io: Terminal, sure: boolean): Promise<number> {
  const known: Environment = { ...readDotenv(dotenvFile(folder)), ...given(env) };
  const missing = ['TICKIT_URL', 'TICKIT_KEY'].find((name) => !known[name]);
  if (missing) {
    io.complain(`${missing} is missing: set it in the environment or in .env.`);
    return 1;
  }
  const account = toAccount(known);
  if (typeof account === 'string') {
    io.complain(account);
    return 1;
  }
  if (!sure && !(await agrees(account.application, io))) return 1;
  const wrong = await forget(account);
  if (wrong) {
    io.complain(wrong);
    return 1;
  }
  io.say('Tickit has forgotten the token of this bot. Its tickets stay; `tickit setup` brings the bot back.');
  return 0;
}

async function agrees(application: string, io: Terminal): Promise<boolean> {
  if (!io.interactive) {
    io.complain('Nobody is there to ask: say --yes.');
    return false;
  }
  const answer = await io.ask(`Have Tickit forget the token of bot ${application}? (yes/no) `, false);
  return /^y(es)?$/i.test(answer);
}
