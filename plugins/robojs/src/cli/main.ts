// `tickit setup` and `tickit leave`: what a bot's owner does once, before the bot starts.
import { VERSION } from '../core/version.js';
import { leave } from './leave.js';
import { setup } from './setup.js';
import { terminal, type Terminal } from './terminal.js';

const USAGE = `tickit ${VERSION}: support tickets for a Robo.js bot.

  tickit setup          makes this folder a Robo.js bot with Tickit, as far as it is none, and registers the bot
  tickit leave [--yes]  has the service forget this bot's token and close its sessions; its tickets stay

Asked for, unless the environment or .env has them: DISCORD_TOKEN, TICKIT_URL, TICKIT_KEY.`;

/** Returns the exit code. */
export async function main(
  args: readonly string[],
  folder = process.cwd(),
  env = process.env,
  io: Terminal = terminal(),
): Promise<number> {
  const [command, ...flags] = args;
  const unknown = flags.find((flag) => flag !== '--yes' && flag !== '-y');
  try {
    if (command === '--version') {
      io.say(VERSION);
      return 0;
    }
    if (unknown === undefined && command === 'setup') return await setup(folder, env, io);
    if (unknown === undefined && command === 'leave') return await leave(folder, env, io, flags.length > 0);
    io.say(USAGE);
    return command === undefined || command === '--help' || command === '-h' ? 0 : 2;
  } catch (error) {
    io.complain(`That did not work: ${error instanceof Error ? error.message : 'unknown'}`);
    return 1;
  } finally {
    io.close();
  }
}
