// `tickit setup`: the files that are missing, the three values, and whether the service takes them.
import { relative } from 'node:path';
import type { Environment } from '../core/options.js';
import type { Bot, Registration } from '../core/protocol.js';
import { register, toAccount, type Account, type Outcome } from './account.js';
import { addToDotenv, dotenvFile, readDotenv } from './dotenv.js';
import { completeProject } from './project.js';
import type { Terminal } from './terminal.js';

/** What a bot needs to have in servers: view, manage and write in channels, embeds, files, history, roles. */
const PERMISSIONS = 268553232;

interface Question {
  name: string;
  text: string;
  secret: boolean;
  optional: boolean;
}

const QUESTIONS: readonly Question[] = [
  { name: 'DISCORD_TOKEN', text: "The bot's token (developer portal, page Bot): ", secret: true, optional: false },
  { name: 'TICKIT_URL', text: 'The address of your Tickit (https://…): ', secret: false, optional: false },
  { name: 'TICKIT_KEY', text: "This bot's key for it (Enter if you have none): ", secret: true, optional: true },
];

export async function setup(folder: string, env: Environment, io: Terminal): Promise<number> {
  const { files, wrong } = completeProject(folder);
  if (files.length > 0) io.say(`Written: ${files.join(', ')}.`);
  for (const line of wrong) io.complain(line);
  const path = dotenvFile(folder);
  const known = { ...readDotenv(path), ...given(env) };
  const asked = await ask(known, io);
  if (typeof asked === 'string') {
    io.complain(asked);
    return 1;
  }
  const account = toAccount({ ...known, ...asked });
  if (typeof account === 'string') {
    io.complain(account);
    return 1;
  }
  const outcome = await register(account, modeOf(known['TICKIT_MODE']));
  keep(path, known, asked, account, outcome);
  if ('wrong' in outcome) {
    io.complain(outcome.wrong);
    return 1;
  }
  io.say(`The values are in ${relative(folder, path)}, which no repository should have.`);
  tell(outcome.bot, account.application, env, io);
  return wrong.length > 0 ? 1 : 0;
}

/** What is neither in the environment nor in .env. */
async function ask(known: Environment, io: Terminal): Promise<Record<string, string> | string> {
  const asked: Record<string, string> = {};
  for (const { name, text, secret, optional } of QUESTIONS) {
    if (known[name]) continue;
    if (!io.interactive) {
      if (optional) continue;
      return `${name} is missing: set it in the environment or in .env.`;
    }
    const answer = await io.ask(text, secret);
    if (!answer && !optional) return `${name} is missing.`;
    if (answer) asked[name] = answer;
  }
  return asked;
}

/** Writes down what was asked for and not refused, what the service gave, and the id that `robo build` needs. */
function keep(
  path: string,
  known: Environment,
  asked: Record<string, string>,
  account: Account,
  outcome: Outcome,
): void {
  const values = { ...asked };
  if ('wrong' in outcome && outcome.names) delete values[outcome.names];
  if (!known['DISCORD_CLIENT_ID']) values['DISCORD_CLIENT_ID'] = account.application;
  if ('bot' in outcome && outcome.bot.key) values['TICKIT_KEY'] = outcome.bot.key;
  if (Object.keys(values).length > 0) addToDotenv(path, values);
}

function tell(bot: Bot, application: string, env: Environment, io: Terminal): void {
  io.say(`${bot.name || bot.id} is registered with Tickit: mode ${bot.mode}, ${bot.state}.`);
  if (bot.advice) io.say(bot.advice);
  for (const notice of Array.isArray(bot.notices) ? bot.notices : []) io.say(notice.text);
  io.say(
    `Invite it: https://discord.com/oauth2/authorize?client_id=${application}` +
      `&scope=bot+applications.commands&permissions=${PERMISSIONS}`,
  );
  io.say(
    `Then: ${runner(env['npm_config_user_agent'])} start, and on Discord /type add name:Support, and /panel send.`,
  );
}

function runner(agent: string | undefined): string {
  const name = agent?.split('/')[0];
  return name === 'pnpm' || name === 'yarn' || name === 'bun' ? `${name} run` : 'npm';
}

function modeOf(value: string | undefined): Registration['mode'] {
  return value === 'delegate' || value === 'endpoint' ? value : 'forward';
}

export function given(env: Environment): Environment {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value));
}
