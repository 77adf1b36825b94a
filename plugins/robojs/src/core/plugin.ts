// The running plugin: puts its parts together, and says to each event of the bot which of them it is for.
import { performance } from 'node:perf_hooks';
import { Api } from './api.js';
import { EventQueue } from './events.js';
import { TicketFeed } from './feed.js';
import { Forwarder, toRawInteraction } from './forward.js';
import { shardOf, shardOfEvent, type HostClient } from './host.js';
import { Listeners } from './listeners.js';
import type { Log } from './log.js';
import { subjectOfPayload, Taken, type Subject } from './match.js';
import type { Environment, Settings } from './options.js';
import { OwnerLines } from './owner.js';
import { GUILD_EVENTS, type Bot, type BotState, type Mode, type Registration as Body, type Shard } from './protocol.js';
import { Registration, type Bounds, type Trouble } from './registration.js';
import { ServiceClient } from './service.js';
import { hasSession } from './session.js';
import { wrapInteractions } from './strict.js';
import { versions } from './version.js';

/** How long the end of the bot may wait for what is still to be sent. */
const STOP_MS = 1_000;

/** Calls of the bot's own code have connections of their own, so that they keep no interaction waiting. */
const MOST_SOCKETS_OF_CALLS = 8;

/**
 * How long the service's own session has to itself. What is known of it may be half a minute old, so the interaction is
 * handed over all the same then; a service that has it says so, and nothing is done.
 */
const SESSION_ANSWERS_MS = 1_000;

/** What is known of the service. */
export type ServiceState = BotState | 'unknown';

export interface Parts {
  settings: Settings;
  /** Nothing where the bot is disabled. */
  client: HostClient | undefined;
  env: Environment;
  log: Log;
  listeners: Listeners;
  /** Names of the bot's own commands. */
  own: ReadonlySet<string>;
  bounds?: Bounds;
}

export class Plugin {
  readonly taken: Taken;
  mode: Mode;
  bot: Bot | undefined;
  /** For the bot's own code. */
  readonly api: Api;
  private readonly service: ServiceClient;
  private readonly registration: Registration;
  private readonly forwarder: Forwarder | undefined;
  private readonly events: EventQueue;
  private readonly feed: TicketFeed;
  private readonly owner: OwnerLines;
  private readonly versions = versions();
  private readonly detach: (() => void)[] = [];

  constructor(
    private readonly parts: Parts,
    application: string,
  ) {
    const { settings, client, log, listeners } = parts;
    this.owner = new OwnerLines(log, settings.url.origin);
    this.mode = this.allowedMode();
    this.taken = new Taken(settings, parts.own);
    this.service = new ServiceClient(settings.url, settings.key);
    this.api = new Api(new ServiceClient(settings.url, settings.key, MOST_SOCKETS_OF_CALLS), application);
    const observer = { onBot: (bot: Bot) => this.follow(bot), onTrouble: (trouble: Trouble) => this.missed(trouble) };
    this.registration = new Registration(this.service, application, () => this.body(), observer, parts.bounds);
    if (client) {
      const unanswered = (trouble: Trouble): void => {
        this.owner.unanswered(trouble);
        this.registration.lookAgain();
      };
      this.forwarder = new Forwarder(client, this.service, application, settings, log, unanswered);
    }
    this.events = new EventQueue(this.service, application, () => shardOf(client), log);
    this.feed = new TicketFeed(this.service, application, (event) => listeners.emit(event, log), log);
  }

  /** Registers in the background and listens to the bot; returns at once. */
  start(): void {
    const { client, listeners, settings, log } = this.parts;
    if (client) this.listen(client);
    else if (this.mode === 'forward')
      log.warn('The bot is disabled, so there is nothing to forward: use mode delegate.');
    if (client && settings.strict) {
      const unwrap = wrapInteractions(client, (data) => this.hosts(subjectOfPayload(data)));
      if (unwrap) this.detach.push(unwrap);
      else log.warn("With this version of discord.js, the bot's own listeners hear Tickit's interactions, too.");
    }
    const collisions = [...this.parts.own].filter((name) => this.taken.collides(name));
    if (collisions.length > 0) {
      log.warn(`The bot has commands of its own called ${collisions.join(', ')}: Tickit leaves them alone.`);
    }
    listeners.onChange = () => this.followTickets();
    this.registration.start();
  }

  /** Leaves the bot as it was. The service keeps the bot: hosting goes on while it restarts. */
  async stop(): Promise<void> {
    for (const detach of this.detach.splice(0)) detach();
    this.parts.listeners.onChange = undefined;
    this.registration.stop();
    this.feed.stop();
    await Promise.all([this.forwarder?.stop(STOP_MS), this.events.stop(STOP_MS), this.api.stop(STOP_MS)]);
    this.service.close();
  }

  /** Whether the bot's own handlers keep their hands off an interaction. */
  hosts(subject: Subject | undefined): boolean {
    return subject !== undefined && this.taken.has(subject);
  }

  get state(): ServiceState {
    return this.bot?.state ?? 'unknown';
  }

  private listen(client: HostClient): void {
    const on = (event: string, listener: (data: unknown, shard: number) => void): void => {
      const safe = (data: unknown, shard: number): void => {
        try {
          listener(data, shard);
        } catch (error) {
          this.parts.log.error(`${event} could not be handled: ${error instanceof Error ? error.name : 'unknown'}.`);
        }
      };
      client.ws.on(event, safe);
      this.detach.push(() => client.ws.off(event, safe));
    };
    on('INTERACTION_CREATE', (data, shard) => this.interaction(client, data, shard));
    // `ready` and `clientReady` come and go with versions of discord.js 14, and once for all shards.
    on('READY', (_, shard) => this.registration.sessionReady(shardOfEvent(client, shard)));
    for (const name of GUILD_EVENTS) {
      // A delegated bot's own session hears these.
      on(name, (data) => this.mode !== 'delegate' && this.events.add(name, data));
    }
  }

  private interaction(client: HostClient, data: unknown, index: number): void {
    const received = performance.now();
    if (!this.hosts(subjectOfPayload(data))) return;
    const shard = shardOfEvent(client, index);
    const delegated = this.mode === 'delegate';
    const interaction = toRawInteraction(data);
    if (!interaction) return;
    // Written out now, before discord.js makes objects of it: byte for byte what the gateway sent.
    const raw = JSON.stringify(data);
    // A session that resumes hears of it later, and Tickit may act on it then.
    const ifNotTaken = delegated ? 'unsure' : 'unavailable';
    const pauseMs = delegated && hasSession(this.bot, shard) ? SESSION_ANSWERS_MS : 0;
    void this.forwarder?.forward({ raw, interaction, shard, received, pauseMs, ifNotTaken });
  }

  private body(): Body {
    const { client, env } = this.parts;
    const body: Body = { mode: this.allowedMode(), versions: this.versions };
    const token = env['DISCORD_TOKEN']?.trim();
    const shard = shardOf(client);
    const commands = this.taken.names;
    if (client) body.identifies = true;
    if (token) body.token = token;
    if (shard) body.shard = shard;
    if (commands) body.commands = commands;
    return body;
  }

  /** Discord sends all interactions to an endpoint, so the bot's own commands would die of it. */
  private allowedMode(): Mode {
    const { settings, own } = this.parts;
    if (settings.mode !== 'endpoint' || settings.endpointExclusive || own.size === 0) return settings.mode;
    const names = [...own].slice(0, 5).join(', ');
    this.owner.note(
      'plugin:endpoint',
      `Mode endpoint takes all interactions from the bot, and it has commands of its own (${names}): ` +
        'Tickit uses mode forward. The option `endpointExclusive` is for bots that have none.',
    );
    return 'forward';
  }

  private follow(bot: Bot): void {
    this.bot = bot;
    this.taken.follow(bot);
    const asked = this.allowedMode();
    if (bot.mode !== asked) {
      this.owner.note('plugin:mode', `Tickit runs this bot in mode ${bot.mode}, not ${asked}: the plugin follows.`);
    }
    this.mode = bot.mode;
    this.owner.bot(bot, bot.mode);
    this.followTickets();
  }

  /** As long as somebody listens, and once the service knows the bot. */
  private followTickets(): void {
    if (this.parts.listeners.size === 0) this.feed.stop();
    else if (this.bot) this.feed.start();
  }

  private missed(trouble: Trouble): void {
    this.bot = undefined;
    this.owner.trouble(trouble);
  }
}
