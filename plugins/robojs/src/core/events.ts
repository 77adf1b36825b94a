// Tells the service what happens in guilds: in batches, bounded, and never in the way of the bot.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoff, retryAfterMs } from './backoff.js';
import { UnwantedChannels } from './channels.js';
import { channelOf, queuedEvent, type QueuedEvent } from './guild_event.js';
import { shardHeader } from './host.js';
import type { Log } from './log.js';
import { isRecord, type GuildEventName, type Shard } from './protocol.js';
import type { Reply, ServiceClient } from './service.js';
import { ServiceError } from './service_error.js';

export const LIMITS = {
  batch: 100,
  batchBytes: 1024 * 1024,
  gatherMs: 250,
  queue: 1_000,
  queueBytes: 8 * 1024 * 1024,
};

const DEADLINE_MS = 10_000;
const PAUSES = { leastMs: 1_000, mostMs: 60_000 };
/** What comes around the events in a body. */
const ENVELOPE_BYTES = '{"events":[]}'.length;

export class EventQueue {
  private queue: QueuedEvent[] = [];
  private bytes = 0;
  private timer: NodeJS.Timeout | undefined;
  private sending: Promise<void> | undefined;
  private failures = 0;
  private dropping = false;
  private stopped = false;

  constructor(
    private readonly service: ServiceClient,
    private readonly application: string,
    private readonly shard: () => Shard | undefined,
    private readonly log: Log,
    readonly unwanted: UnwantedChannels = new UnwantedChannels(),
  ) {}

  get length(): number {
    return this.queue.length;
  }

  /** Takes an event in; returns at once. */
  add(name: GuildEventName, data: unknown): void {
    const channel = channelOf(name, data);
    if (this.stopped || (channel !== undefined && this.unwanted.has(channel))) return;
    const event = queuedEvent(name, data);
    if (!event || event.bytes + 1 + ENVELOPE_BYTES > LIMITS.batchBytes) return;
    this.queue.push(event);
    this.bytes += event.bytes;
    this.shorten();
    this.plan(this.queue.length >= LIMITS.batch ? 0 : LIMITS.gatherMs);
  }

  /** Sends what is there, once, as far as the time allows, and takes nothing more. */
  async stop(deadlineMs: number): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    const until = performance.now() + deadlineMs;
    if (this.sending) await Promise.race([this.sending, sleep(deadlineMs, undefined, { ref: false })]);
    const left = until - performance.now();
    if (this.queue.length > 0 && this.failures === 0 && left > 0) await this.send(left);
  }

  private shorten(): void {
    while (this.queue.length > LIMITS.queue || this.bytes > LIMITS.queueBytes) {
      this.bytes -= this.queue.shift()?.bytes ?? 0;
      if (!this.dropping) {
        this.log.warn('More happens in servers than Tickit takes in: the oldest events are dropped.');
      }
      this.dropping = true;
    }
  }

  /** While a batch is away, or a pause is on, the next one is planned by how that ends. */
  private plan(waitMs: number): void {
    if (this.stopped || this.sending || this.failures > 0) return;
    if (this.timer && waitMs > 0) return;
    this.planAnew(waitMs);
  }

  private planAnew(waitMs: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      this.sending ??= this.send(DEADLINE_MS).finally(() => {
        this.sending = undefined;
        this.afterwards();
      });
    }, waitMs);
    this.timer.unref();
  }

  private afterwards(): void {
    if (this.stopped || this.queue.length === 0 || this.timer) return;
    this.planAnew(this.queue.length >= LIMITS.batch ? 0 : LIMITS.gatherMs);
  }

  private async send(deadlineMs: number): Promise<void> {
    const batch = this.take();
    if (batch.length === 0) {
      this.failures = 0;
      return;
    }
    try {
      const reply = await this.service.call({
        method: 'POST',
        path: `api/bots/${this.application}/events`,
        body: `{"events":[${batch.map((event) => event.json).join(',')}]}`,
        headers: shardHeader(this.shard()),
        deadlineMs,
      });
      this.follow(reply, batch);
    } catch (error) {
      this.later(batch, undefined, ServiceError.from(error).sentence);
    }
  }

  private follow(reply: Reply, batch: QueuedEvent[]): void {
    const { status, problem } = reply;
    if (!problem) {
      this.taken(isRecord(reply.body) ? reply.body : {}, batch);
    } else if (status === 413 || problem.code === 'invalid_body') {
      this.failures = 0;
      this.log.warn(`The service did not take ${batch.length} events: ${problem.detail}`);
    } else {
      this.later(batch, retryAfterMs(reply.headers['retry-after']), problem.detail);
    }
  }

  private taken(answer: Record<string, unknown>, batch: QueuedEvent[]): void {
    if (isRecord(answer['channels'])) this.unwanted.learn(answer['channels']);
    const refused = Number(answer['refused'] ?? 0);
    if (refused > 0) {
      this.later(batch.slice(-refused), undefined, 'the service had no room for them');
      return;
    }
    this.failures = 0;
    this.dropping = false;
  }

  /** Puts events back and pauses. */
  private later(batch: QueuedEvent[], pauseMs: number | undefined, why: string): void {
    this.failures += 1;
    this.queue.unshift(...batch);
    this.bytes += batch.reduce((sum, event) => sum + event.bytes, 0);
    this.shorten();
    this.log.debug(`${batch.length} events are sent again later: ${why}`);
    if (!this.stopped) this.planAnew(pauseMs ?? backoff(PAUSES, this.failures));
  }

  /** The oldest that fit into one body, without those that are not wanted any more. */
  private take(): QueuedEvent[] {
    const batch: QueuedEvent[] = [];
    let room = LIMITS.batchBytes - ENVELOPE_BYTES;
    while (batch.length < LIMITS.batch) {
      const next = this.queue[0];
      if (!next || next.bytes + 1 > room) break;
      this.queue.shift();
      this.bytes -= next.bytes;
      if (next.channel !== undefined && this.unwanted.has(next.channel)) continue;
      room -= next.bytes + 1;
      batch.push(next);
    }
    return batch;
  }
}
