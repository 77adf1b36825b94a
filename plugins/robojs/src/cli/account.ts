// The three things that a bot's owner has to have, and whether the service takes them.
import { applicationOf } from '../core/host.js';
import { isBot, type Bot, type Registration } from '../core/protocol.js';
import { ServiceClient, type Reply } from '../core/service.js';
import { ServiceError } from '../core/service_error.js';
import { parseServiceUrl } from '../core/url.js';
import { versions } from '../core/version.js';

const DEADLINE_MS = 15_000;

export interface Account {
  url: URL;
  key: string | undefined;
  token: string | undefined;
  application: string;
}

/** What came of asking the service. */
export type Outcome = { bot: Bot } | { wrong: string; names?: 'TICKIT_KEY' | 'DISCORD_TOKEN' };

/** The values put together, or what is wrong with them. */
export function toAccount(values: Record<string, string | undefined>): Account | string {
  const url = parseServiceUrl(values['TICKIT_URL'] ?? '');
  if (typeof url === 'string') return `TICKIT_URL ${url}.`;
  const key = values['TICKIT_KEY'] || undefined;
  if (key && !/^[\x21-\x7e]+$/.test(key)) return 'TICKIT_KEY has characters in it that no key has: copy it anew.';
  const token = values['DISCORD_TOKEN'] || undefined;
  const application = applicationOf(token, values['DISCORD_CLIENT_ID']);
  if (!application) return "DISCORD_TOKEN is no bot's token: copy it anew from Discord's developer portal, page Bot.";
  return { url, key, token, application };
}

export async function register(account: Account, mode: Registration['mode']): Promise<Outcome> {
  const body: Registration = { mode, versions: versions() };
  if (account.token) body.token = account.token;
  const reply = await call(account, 'PUT', JSON.stringify(body));
  if (typeof reply === 'string') return { wrong: reply };
  if (reply.problem) return refusal(account, reply);
  if (!isBot(reply.body)) return { wrong: `${account.url.origin} answers, but is no Tickit: is TICKIT_URL right?` };
  return { bot: reply.body };
}

/** Nothing, or what is wrong. */
export async function forget(account: Account): Promise<string | undefined> {
  const reply = await call(account, 'DELETE');
  if (typeof reply === 'string') return reply;
  if (!reply.problem || reply.problem.code === 'no_such_bot') return undefined;
  const outcome = refusal(account, reply);
  return 'wrong' in outcome ? outcome.wrong : undefined;
}

async function call(account: Account, method: 'PUT' | 'DELETE', body?: string): Promise<Reply | string> {
  const service = new ServiceClient(account.url, account.key);
  const path = `api/bots/${account.application}`;
  try {
    const deadlineMs = DEADLINE_MS;
    return await service.call(body === undefined ? { method, path, deadlineMs } : { method, path, body, deadlineMs });
  } catch (error) {
    return `Tickit at ${account.url.origin} ${ServiceError.from(error).sentence}: is TICKIT_URL right, and does it run?`;
  } finally {
    service.close();
  }
}

function refusal(account: Account, reply: Reply): Outcome {
  const { code, detail, status } = reply.problem ?? { code: '', detail: '', status: reply.status };
  const said = detail ? ` ${detail}` : '';
  if (status === 401 && !account.key) {
    return { wrong: `TICKIT_KEY is missing: this Tickit registers no bots without a key.${said}`, names: 'TICKIT_KEY' };
  }
  if (status === 401) return { wrong: `TICKIT_KEY is not taken.${said}`, names: 'TICKIT_KEY' };
  if (status === 403) return { wrong: `TICKIT_KEY is not for this bot.${said}`, names: 'TICKIT_KEY' };
  if (code.startsWith('token_')) return { wrong: `DISCORD_TOKEN is not taken.${said}`, names: 'DISCORD_TOKEN' };
  return { wrong: `Tickit refused.${said}` };
}
