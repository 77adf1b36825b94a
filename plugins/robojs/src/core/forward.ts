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

/** An interaction that is handed over. */
export interface Forwarded {
  /** What the gateway sent, byte for byte. */
  raw: string;
  interaction: RawInteraction;
  shard: Shard | undefined;
  /** When it came, a moment of `performance.now()`. */
  received: number;
  /** How long to wait before. */
  pauseMs: number;
  /** What the member is told where the service has for sure not taken it from here. */
  ifNotTaken: Situation;
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

  /** Never rejects. */
  forward(forwarded: Forwarded): Promise<void> {
    const delivered = this.deliver(forwarded);
    this.underWay.add(delivered);
    return delivered.finally(() => this.underWay.delete(delivered));
  }

  /** Waits for what is under way. What is not answered by then may be the service's still, so no fallback takes it. */
  async stop(deadlineMs: number): Promise<void> {
    await Promise.race([Promise.all(this.underWay), sleep(deadlineMs, undefined, { ref: false })]);
    this.stopped = true;
  }

  private async deliver(forwarded: Forwarded): Promise<void> {
    const { interaction, received, pauseMs, ifNotTaken } = forwarded;
    if (pauseMs > 0) await sleep(Math.min(pauseMs, this.options.deadlineMs / 2));
    if (this.stopped) return;
    try {
      await this.follow(await this.send(forwarded), forwarded);
    } catch (error) {
      const failed = ServiceError.from(error);
      this.onTrouble({ line: failed.sentence });
      await this.fallBack(interaction, failed.reached ? 'unsure' : ifNotTaken);
    }
    this.log.debug(`interaction ${interaction.id}: ${Math.round(performance.now() - received)} ms`);
  }

  private send({ raw, shard, received }: Forwarded): Promise<Reply> {
    const age = performance.now() - received;
    return this.service.call({
      method: 'POST',
      path: `api/bots/${this.application}/interactions`,
      body: raw,
      headers: { 'x-tickit-answer': 'token', 'x-tickit-age': String(Math.round(age)), ...shardHeader(shard) },
      deadlineMs: Math.max(this.options.deadlineMs - age, 1),
    });
  }

  private async follow(reply: Reply, { interaction, ifNotTaken }: Forwarded): Promise<void> {
    const { status, problem, body } = reply;
    // 202: answered. 200: the answer is here, and its way to Discord is ours.
    if (status === 202 || problem?.code === 'interaction_taken') return;
    if (status === 200 && isRecord(body) && typeof body['type'] === 'number') {
      if (!(await answer(this.client, interaction, body, this.log))) await this.fallBack(interaction, 'unsure');
      return;
    }
    const { detail: line, code } = problem ?? { detail: 'it answered something that is no answer', code: 'no_answer' };
    this.onTrouble({ status, line, code });
    const unsure = !problem || MAYBE_DONE.has(status) || problem.code === 'timeout';
    await this.fallBack(interaction, unsure ? 'unsure' : ifNotTaken);
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
