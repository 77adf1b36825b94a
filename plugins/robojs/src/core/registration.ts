// Registers the bot with the service, in the background and for as long as it takes, and keeps an eye on it.
import { performance } from 'node:perf_hooks';
import { backoff, retryAfterMs } from './backoff.js';
import { shardHeader } from './host.js';
import { isBot, type Bot, type Registration as RegistrationBody, type Shard } from './protocol.js';
import type { Call, Reply, ServiceClient } from './service.js';
import { ServiceError } from './service_error.js';

const DEADLINE_MS = 10_000;
/** Where the service cannot be reached or has too much to do. */
const SOON = { leastMs: 1_000, mostMs: 60_000 };
/** Where somebody has to do something first: a new key, a token, a newer plugin. */
const SELDOM = { leastMs: 60_000, mostMs: 600_000 };
const LOOK_AGAIN_MS = 5_000;
/** Until it has a session, the service soon has more to say. */
const CONNECTING_MS = 3_000;
const HEARTBEAT = { leastSeconds: 5, usualSeconds: 30, mostSeconds: 300 };

/** What went wrong: for the owner, and whether the service answered at all. */
export interface Trouble {
  line: string;
  status?: number;
  code?: string;
}

export interface Observer {
  onBot(bot: Bot): void;
  onTrouble(trouble: Trouble): void;
}

export interface Bounds {
  soon: typeof SOON;
  seldom: typeof SELDOM;
  /** Overrides what the service says, for tests. */
  heartbeatMs?: number;
}

export class Registration {
  private timer: NodeJS.Timeout | undefined;
  private failures = 0;
  private registered = false;
  private stopped = false;
  private busy = false;
  private looked = -LOOK_AGAIN_MS;
  private readonly sessionsReady = new Map<string, Shard | undefined>();

  /** `body` is asked anew each time; `identifies` is left out of it once this process has a session. */
  constructor(
    private readonly service: ServiceClient,
    private readonly application: string,
    private readonly body: () => RegistrationBody,
    private readonly observer: Observer,
    private readonly bounds: Bounds = { soon: SOON, seldom: SELDOM },
  ) {}

  start(): void {
    this.plan(0);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** This process has a session of its own on that shard. The service is told once it knows the bot. */
  sessionReady(shard: Shard | undefined): void {
    this.sessionsReady.set(String(shard?.index), shard);
    if (this.registered) void this.tellReady(shard);
  }

  /** An interaction was not taken: whether that is the service's state, a look tells, once in a while. */
  lookAgain(): void {
    const now = performance.now();
    if (this.failures > 0 || this.busy || now - this.looked < LOOK_AGAIN_MS) return;
    this.looked = now;
    this.plan(0);
  }

  private plan(waitMs: number): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.turn(), waitMs);
  }

  private async turn(): Promise<void> {
    this.busy = true;
    try {
      const reply = this.registered ? await this.look() : await this.register();
      if (!this.stopped) this.follow(reply);
    } catch (error) {
      if (!this.stopped) this.failed({ line: ServiceError.from(error).sentence }, undefined);
    } finally {
      this.busy = false;
    }
  }

  private look(): Promise<Reply> {
    return this.call({ method: 'GET', path: this.path('') });
  }

  private register(): Promise<Reply> {
    const body = this.body();
    if (this.sessionsReady.size > 0) delete body.identifies;
    return this.call({ method: 'PUT', path: this.path(''), body: JSON.stringify(body) });
  }

  private follow(reply: Reply): void {
    const { problem } = reply;
    if (problem) {
      if (problem.code === 'no_such_bot' && this.registered) {
        this.registered = false;
        this.plan(0);
        return;
      }
      this.failed({ line: problem.detail, status: problem.status, code: problem.code }, reply);
    } else if (!isBot(reply.body)) {
      this.failed({ line: 'answers something that is no Tickit: is TICKIT_URL right?', status: reply.status }, reply);
    } else {
      this.succeeded(reply.body);
    }
  }

  private succeeded(bot: Bot): void {
    this.failures = 0;
    const first = !this.registered;
    this.registered = true;
    this.observer.onBot(bot);
    if (first) for (const shard of this.sessionsReady.values()) void this.tellReady(shard);
    const pauseMs = this.bounds.heartbeatMs ?? heartbeatMs(bot.heartbeat_seconds);
    this.plan(bot.state === 'connecting' ? Math.min(pauseMs, CONNECTING_MS) : pauseMs);
  }

  private failed(trouble: Trouble, reply: Reply | undefined): void {
    this.failures += 1;
    this.observer.onTrouble(trouble);
    const { status } = trouble;
    const passes = status === undefined || status === 429 || status >= 500;
    const usual = backoff(passes ? this.bounds.soon : this.bounds.seldom, this.failures);
    this.plan(retryAfterMs(reply?.headers['retry-after']) ?? usual);
  }

  /** Without an answer the service waits its six seconds. */
  private async tellReady(shard: Shard | undefined): Promise<void> {
    const call = { method: 'POST', path: this.path('/ready'), body: '{}' } as const;
    await this.call(call, shard).catch(() => undefined);
  }

  private call(call: Omit<Call, 'deadlineMs' | 'headers'>, shard = this.body().shard ?? undefined): Promise<Reply> {
    return this.service.call({ ...call, headers: shardHeader(shard), deadlineMs: DEADLINE_MS });
  }

  private path(rest: string): string {
    return `api/bots/${this.application}${rest}`;
  }
}

/** As the service wishes, within bounds, and not all bots at once. */
function heartbeatMs(wish: unknown): number {
  const seconds = typeof wish === 'number' && wish > 0 ? wish : HEARTBEAT.usualSeconds;
  const bounded = Math.min(Math.max(seconds, HEARTBEAT.leastSeconds), HEARTBEAT.mostSeconds);
  return Math.round(bounded * 1000 * (0.9 + 0.2 * Math.random()));
}
