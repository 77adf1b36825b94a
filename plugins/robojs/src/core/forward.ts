// One interaction on its way to the service, and what the member is told if it does not get there.
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, fallbackFor, type FallbackMessage, type RawInteraction } from './fallback.js';
import { shardHeader, type HostClient } from './host.js';
import type { Log } from './log.js';
import { isRecord, type Shard } from './protocol.js';
import type { Trouble } from './registration.js';
import type { ServiceClient, Reply } from './service.js';
import { ServiceError } from './service_error.js';
import type { Situation } from './texts.js';

/** Statuses after which it may have happened all the same; any other refusal is one for sure. */
const MAYBE_DONE = new Set([500, 502, 504]);

export interface ForwardOptions {
  deadlineMs: number;
  fallbackMessage: FallbackMessage | undefined;
}

export class Forwarder {
  private readonly underWay = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly client: HostClient,
    private readonly service: ServiceClient,
    private readonly application: string,
    private readonly options: ForwardOptions,
    private readonly log: Log,
    private readonly onTrouble: (trouble: Trouble) => void,
  ) {}

  /**
   * Sends `raw`, which is what the gateway sent, byte for byte. Never rejects. `received` is a moment of
   * `performance.now()`.
   */
  forward(raw: string, interaction: RawInteraction, shard: Shard | undefined, received: number): Promise<void> {
    const forwarded = this.deliver(raw, interaction, shard, received);
    this.underWay.add(forwarded);
    return forwarded.finally(() => this.underWay.delete(forwarded));
  }

  /** Waits for what is under way. What is not answered by then may be the service's still, so no fallback takes it. */
  async stop(deadlineMs: number): Promise<void> {
    await Promise.race([Promise.all(this.underWay), sleep(deadlineMs, undefined, { ref: false })]);
    this.stopped = true;
  }

  private async deliver(
    raw: string,
    interaction: RawInteraction,
    shard: Shard | undefined,
    received: number,
  ): Promise<void> {
    try {
      const reply = await this.send(raw, shard, received);
      await this.follow(reply, interaction);
    } catch (error) {
      const failed = ServiceError.from(error);
      this.onTrouble({ line: failed.sentence });
      await this.fallBack(interaction, failed.reached ? 'unsure' : 'unavailable');
    }
    this.log.debug(`interaction ${interaction.id}: ${Math.round(performance.now() - received)} ms`);
  }

  private send(raw: string, shard: Shard | undefined, received: number): Promise<Reply> {
    const age = performance.now() - received;
    return this.service.call({
      method: 'POST',
      path: `api/bots/${this.application}/interactions`,
      body: raw,
      headers: {
        'x-tickit-answer': 'token',
        'x-tickit-age': String(Math.round(age)),
        ...shardHeader(shard),
      },
      deadlineMs: Math.max(this.options.deadlineMs - age, 1),
    });
  }

  private async follow(reply: Reply, interaction: RawInteraction): Promise<void> {
    const { status, problem, body } = reply;
    // 202: answered. 200: the answer is here, and its way to Discord is ours.
    if (status === 202 || problem?.code === 'interaction_taken') return;
    if (status === 200 && isRecord(body) && typeof body['type'] === 'number') {
      if (!(await answer(this.client, interaction, body, this.log))) await this.fallBack(interaction, 'unsure');
      return;
    }
    this.onTrouble({
      status,
      line: problem?.detail ?? 'it answered something that is no answer',
      code: problem?.code ?? 'no_answer',
    });
    const unsure = !problem || MAYBE_DONE.has(status) || problem.code === 'timeout';
    await this.fallBack(interaction, unsure ? 'unsure' : 'unavailable');
  }

  private async fallBack(interaction: RawInteraction, situation: Situation): Promise<void> {
    if (this.stopped) return;
    const body = fallbackFor(interaction, situation, this.options.fallbackMessage);
    await answer(this.client, interaction, body, this.log);
  }
}

/** The fields that an answer needs; nothing where they are not there. */
export function toRawInteraction(payload: unknown): RawInteraction | undefined {
  if (!isRecord(payload)) return undefined;
  const { id, token, type, locale } = payload;
  if (typeof id !== 'string' || typeof token !== 'string' || typeof type !== 'number') return undefined;
  return { id, token, type, locale };
}
