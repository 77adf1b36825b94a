// Which interactions are Tickit's, whether they are raw payloads or objects of discord.js.
import { isRecord, type Bot, type CommandName } from './protocol.js';
import type { Settings } from './options.js';

/** Discord's interaction types. */
export const INTERACTION = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;

/** What is Tickit's before the service has said so. */
const DEFAULT_PREFIXES = ['tickit:'];
export const DEFAULT_COMMANDS: readonly CommandName[] = [
  { name: 'ticket', type: 1 },
  { name: 'tickets', type: 1 },
  { name: 'tags', type: 1 },
  { name: 'panel', type: 1 },
  { name: 'type', type: 1 },
  { name: 'form', type: 1 },
  { name: 'staff', type: 1 },
  { name: 'blacklist', type: 1 },
  { name: 'open', type: 1 },
  { name: 'tag', type: 1 },
  { name: 'setup', type: 1 },
  { name: 'role-limit', type: 1 },
  { name: 'refusal-text', type: 1 },
  { name: 'notify', type: 1 },
  { name: 'Open ticket for user', type: 2 },
  { name: 'Add to ticket', type: 2 },
  { name: 'View ticket history', type: 2 },
  { name: 'Blacklist from tickets', type: 2 },
  { name: 'Create ticket from message', type: 3 },
  { name: 'Pin in ticket', type: 3 },
];

/** What tells whose an interaction is. */
export interface Subject {
  type: number;
  command?: CommandName;
  customId?: string;
  channel?: string;
}

/** What is taken over. */
export class Taken {
  private commands: readonly CommandName[];
  private prefixes: readonly string[] = DEFAULT_PREFIXES;

  /** `own` are the names of commands that the bot itself has: those are never taken. */
  constructor(
    private readonly settings: Pick<Settings, 'commands' | 'panels'>,
    private readonly own: ReadonlySet<string>,
  ) {
    this.commands = this.mine(DEFAULT_COMMANDS);
  }

  /** Follows what the service says. */
  follow(bot: Pick<Bot, 'commands' | 'prefixes'>): void {
    if (Array.isArray(bot.commands)) this.commands = this.mine(bot.commands);
    if (Array.isArray(bot.prefixes)) this.prefixes = bot.prefixes.filter((prefix) => prefix !== '');
  }

  /** The names, for the service; nothing where all of them are taken. It says so where it has no such command. */
  get names(): string[] | undefined {
    const wanted = this.settings.commands ?? DEFAULT_COMMANDS.map((command) => command.name);
    const names = wanted.filter((name) => !this.own.has(name));
    return this.settings.commands || names.length < DEFAULT_COMMANDS.length ? names : undefined;
  }

  has(subject: Subject): boolean {
    const { command, customId } = subject;
    if (subject.type === INTERACTION.command || subject.type === INTERACTION.autocomplete) {
      return this.commands.some((one) => one.name === command?.name && one.type === command.type);
    }
    if (subject.type !== INTERACTION.component && subject.type !== INTERACTION.modal) return false;
    if (!customId || !this.prefixes.some((prefix) => customId.startsWith(prefix))) return false;
    const { panels } = this.settings;
    return panels === 'all' || !opensTicket(customId) || (subject.channel !== undefined && panels.has(subject.channel));
  }

  /** Whether the bot's own command stands in the way of one of Tickit's. */
  collides(name: string): boolean {
    const wanted = this.settings.commands;
    return this.own.has(name) && DEFAULT_COMMANDS.some((one) => one.name === name) && (wanted?.includes(name) ?? true);
  }

  private mine(commands: readonly CommandName[]): CommandName[] {
    const wanted = this.settings.commands;
    return commands.filter(({ name }) => (!wanted || wanted.includes(name)) && !this.own.has(name));
  }
}

/** `tickit:<version>:<word>:…`: the words of panels begin with `open`. */
function opensTicket(customId: string): boolean {
  return customId
    .split(':')
    .slice(1)
    .some((part) => part.startsWith('open'));
}

/** Of a payload as the gateway sends it. */
export function subjectOfPayload(payload: unknown): Subject | undefined {
  if (!isRecord(payload) || typeof payload['type'] !== 'number') return undefined;
  const data = isRecord(payload['data']) ? payload['data'] : {};
  const channel = isRecord(payload['channel']) ? payload['channel']['id'] : undefined;
  return subject(payload['type'], data['name'], data['type'], data['custom_id'], payload['channel_id'] ?? channel);
}

/** Of an interaction of discord.js, known by its fields: several copies of discord.js may be about. */
export function subjectOfInteraction(interaction: unknown): Subject | undefined {
  if (!isRecord(interaction) || typeof interaction['type'] !== 'number') return undefined;
  const { type, commandName, commandType, customId, channelId } = interaction;
  return subject(type as number, commandName, commandType, customId, channelId);
}

function subject(type: number, name: unknown, commandType: unknown, customId: unknown, channel: unknown): Subject {
  const subject: Subject = { type };
  if (typeof name === 'string') subject.command = { name, type: typeof commandType === 'number' ? commandType : 1 };
  if (typeof customId === 'string') subject.customId = customId;
  if (typeof channel === 'string') subject.channel = channel;
  return subject;
}
