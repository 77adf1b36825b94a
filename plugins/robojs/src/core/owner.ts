// What the bot's owner is told of the service: one line for each change, and none for what is as it was.
import { performance } from 'node:perf_hooks';
import type { Log } from './log.js';
import type { Bot, Mode } from './protocol.js';
import type { Trouble } from './registration.js';

/** The same trouble is met by an interaction and by the look at the service that it causes. */
const SAID_JUST_NOW_MS = 15_000;
const SAID_LATELY_MS = 10 * 60_000;
const MOST_REMEMBERED = 50;

export class OwnerLines {
  private lastState: string | undefined;
  private lastTrouble: string | undefined;
  /** Whether the owner was told of a trouble, and not yet that it is over. */
  private worried = false;
  private readonly saidAt = new Map<string, number>();
  private readonly noticesSaid = new Map<string, string>();

  constructor(
    private readonly log: Log,
    private readonly service: string,
  ) {}

  bot(bot: Bot, mode: Mode): void {
    const state = [mode, bot.state, bot.reason, bot.advice].join('\n');
    if (this.worried || state !== this.lastState) this.state(bot, mode);
    this.lastState = state;
    this.lastTrouble = undefined;
    this.worried = false;
    this.notices(bot);
  }

  /** The service does not have the bot registered, or its state cannot be had. */
  trouble(trouble: Trouble): void {
    const line = this.sentence(trouble);
    if (line === this.lastTrouble) return;
    this.lastTrouble = line;
    this.worried = true;
    this.warn(trouble, line, SAID_JUST_NOW_MS);
  }

  /** An interaction was not answered. Many may follow it. */
  unanswered(trouble: Trouble): void {
    // The look at the bot's state that follows says why.
    if (trouble.code === 'bot_stopped') return;
    const line = this.sentence(trouble);
    if (line !== this.lastTrouble) this.warn(trouble, line, SAID_LATELY_MS);
  }

  /** What is said once, until it is something else. */
  note(code: string, text: string): void {
    if (this.noticesSaid.get(code) === text) return;
    this.noticesSaid.set(code, text);
    this.log.warn(text);
  }

  private warn(trouble: Trouble, line: string, quietMs: number): void {
    const about = trouble.code ?? line;
    const now = performance.now();
    if (now - (this.saidAt.get(about) ?? -Infinity) < quietMs) return;
    if (this.saidAt.size >= MOST_REMEMBERED) this.saidAt.clear();
    this.saidAt.set(about, now);
    this.worried = true;
    this.log.warn(`${line} Members are told so until it works; the bot runs on.`);
  }

  private sentence(trouble: Trouble): string {
    return trouble.status === undefined ? `Tickit (${this.service}) ${trouble.line}.` : this.refusal(trouble);
  }

  private state(bot: Bot, mode: Mode): void {
    const name = typeof bot.name === 'string' && bot.name ? bot.name : bot.id;
    const reason = bot.reason ? ` (${bot.reason})` : '';
    const line = `${name} is registered with Tickit, mode ${mode}: ${bot.state}${reason}.`;
    if (bot.advice) this.log.warn(`${line} ${bot.advice}`);
    else this.log.info(line);
  }

  private notices(bot: Bot): void {
    const notices = Array.isArray(bot.notices) ? bot.notices : [];
    for (const { code, text } of notices) this.note(code, text);
    const current = new Set(notices.map(({ code }) => code));
    for (const code of this.noticesSaid.keys()) {
      if (!current.has(code) && !code.startsWith('plugin:')) this.noticesSaid.delete(code);
    }
  }

  private refusal({ line, status, code }: Trouble): string {
    if (status === 401) return `Tickit (${this.service}) does not take TICKIT_KEY: ${sentence(line)}`;
    if (code === 'protocol_too_old') {
      return `This @tickit/robojs is too old for Tickit (${this.service}): update it. ${sentence(line)}`;
    }
    if (code === 'protocol_too_new') {
      return `Tickit (${this.service}) is too old for this @tickit/robojs: update the service. ${sentence(line)}`;
    }
    return `Tickit (${this.service}) refused: ${sentence(line)}`;
  }
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
