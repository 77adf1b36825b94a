// Calls of the bot's own code to the service's API: typed by its document, in bounded time and number, and sent again
// where that may help.
import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { backoff, retryAfterMs, type Backoff } from './backoff.js';
import type { operations, paths } from './openapi.js';
import { isRecord } from './protocol.js';
import type { Call, Reply, ServiceClient } from './service.js';
import { ServiceError } from './service_error.js';
import { TickitError } from './tickit_error.js';

const MOST_TRIES = 4;

export interface ApiBounds extends Backoff {
  /** At the same time. */
  mostCalls: number;
  /** Of a call, with all tries, where nothing is said. */
  deadlineMs: number;
  /** Of one try: a connection that died unnoticed leaves time for another. */
  tryDeadlineMs: number;
}

const BOUNDS: ApiBounds = { mostCalls: 1_000, deadlineMs: 15_000, tryDeadlineMs: 6_000, leastMs: 250, mostMs: 2_000 };

/** What every call takes. */
export interface CallOptions {
  /** How long it may take, with all tries; 15 seconds where nothing is said. */
  deadlineMs?: number | undefined;
  /** Gives it up: the promise rejects with code `aborted`. */
  signal?: AbortSignal | undefined;
  /** In which language refusals are, such as `interaction.locale`. */
  locale?: string | undefined;
}

/** What a call takes that changes something. */
export interface ChangeOptions extends CallOptions {
  /**
   * What makes the same call known for a day, such as `interaction.id`, so that it is done once, though it is made again by a
   * bot that has started anew. 1 to 255 characters; one is made for each call where nothing is said.
   */
  idempotencyKey?: string | undefined;
}

type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;
type Success<T> = { [Status in keyof T]: Status extends number ? Json<T[Status]> : never }[keyof T];

/** What an operation of the document takes, and what it answers. */
export type BodyOf<Name extends keyof operations> = Json<operations[Name]['requestBody']>;
export type AnswerOf<Name extends keyof operations> = Success<operations[Name]['responses']>;

/** Where the document has an operation. */
export type RouteOf<Name extends keyof operations> = {
  [Path in keyof paths]: {
    [Method in keyof paths[Path]]: paths[Path][Method] extends operations[Name]
      ? readonly [Uppercase<Method & string>, Path]
      : never;
  }[keyof paths[Path]];
}[keyof paths];

/** A call, before it is known where it goes to. */
export interface Asked {
  method: Call['method'];
  /** As the document has it: `/api/guilds/{guild}/tickets`. */
  path: string;
  /** What stands in the path. */
  in: Record<string, string>;
  query?: Record<string, string | undefined>;
  body?: unknown;
}

/** The API, as one bot's key opens it. */
export class Api {
  private readonly underWay = new Map<AbortController, Promise<unknown>>();

  constructor(
    private readonly service: ServiceClient,
    private readonly application: string,
    private readonly bounds: ApiBounds = BOUNDS,
  ) {}

  /** The body of the service's answer; rejects with `TickitError` alone. */
  async send(asked: Asked, options: ChangeOptions = {}): Promise<Record<string, unknown>> {
    const { mostCalls } = this.bounds;
    if (this.underWay.size >= mostCalls) {
      throw new TickitError('too_many_calls', `${mostCalls} calls are under way: wait for them before making more.`);
    }
    const call = this.toCall(asked, options);
    const { signal } = options;
    if (signal && !(signal instanceof AbortSignal)) throw TickitError.invalid('signal', 'This is no AbortSignal.');
    const end = new AbortController();
    const abort = (): void => end.abort();
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort);
    const tried = this.tryOften({ ...call, signal: end.signal }, options);
    this.underWay.set(end, tried);
    try {
      return await tried;
    } finally {
      this.underWay.delete(end);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Waits for what is under way, as far as the time allows, and ends the rest. */
  async stop(deadlineMs: number): Promise<void> {
    const waited = new AbortController();
    const time = sleep(deadlineMs, undefined, { ref: false, signal: waited.signal }).catch(() => undefined);
    await Promise.race([Promise.allSettled(this.underWay.values()), time]);
    waited.abort();
    for (const end of this.underWay.keys()) end.abort();
    this.service.close();
  }

  private toCall(asked: Asked, { locale, idempotencyKey = randomUUID() }: ChangeOptions): Omit<Call, 'deadlineMs'> {
    const { method, body } = asked;
    const headers: Record<string, string> = {};
    if (typeof locale === 'string' && /^[A-Za-z0-9-]{2,16}$/.test(locale)) headers['accept-language'] = locale;
    if (method !== 'GET') headers['idempotency-key'] = checkedKey(idempotencyKey);
    const query = new URLSearchParams({ bot: this.application });
    for (const [name, value] of Object.entries(asked.query ?? {})) if (value !== undefined) query.set(name, value);
    const path = asked.path.replace(/\{(\w+)\}/g, (_, name: string) => segment(name, asked.in[name]));
    const call = { method, path: `${path.slice(1)}?${query}`, headers };
    return body === undefined ? call : { ...call, body: toJson(body) };
  }

  private async tryOften(call: Omit<Call, 'deadlineMs'>, options: CallOptions): Promise<Record<string, unknown>> {
    const given = Number(options.deadlineMs);
    const until = performance.now() + (given > 0 ? given : this.bounds.deadlineMs);
    let mayBeDone = false;
    for (let attempt = 1; ; attempt += 1) {
      const left = Math.max(until - performance.now(), 1);
      const outcome = await this.once({ ...call, deadlineMs: Math.min(left, this.bounds.tryDeadlineMs) });
      mayBeDone ||= outcome instanceof ServiceError && outcome.reached && call.method !== 'GET';
      const pauseMs = this.pauseMs(outcome, attempt);
      if (attempt === MOST_TRIES || pauseMs === undefined || performance.now() + pauseMs >= until) {
        return this.settle(outcome, mayBeDone, options.signal);
      }
      // An abort meanwhile is met by the next try.
      await sleep(pauseMs, undefined, { signal: call.signal }).catch(() => undefined);
    }
  }

  private async once(call: Call): Promise<Reply | ServiceError> {
    try {
      return await this.service.call(call);
    } catch (error) {
      return ServiceError.from(error);
    }
  }

  /** How long to wait before the next try; nothing where that would end the same. */
  private pauseMs(outcome: Reply | ServiceError, attempt: number): number | undefined {
    const usual = backoff(this.bounds, attempt);
    if (outcome instanceof ServiceError) return outcome.failure === 'aborted' ? undefined : usual;
    const { status, problem } = outcome;
    const told = retryAfterMs(outcome.headers['retry-after']);
    // The first try of the same call is still being answered.
    if (problem?.code === 'under_way') return told ?? usual;
    if (status === 429) return told;
    return status === 502 || status === 503 || status === 504 ? (told ?? usual) : undefined;
  }

  private settle(
    outcome: Reply | ServiceError,
    mayBeDone: boolean,
    signal: AbortSignal | undefined,
  ): Record<string, unknown> {
    const { origin } = this.service.url;
    if (outcome instanceof ServiceError) {
      // Nobody but the end of the plugin aborts without the caller's signal.
      if (outcome.failure === 'aborted' && !signal?.aborted) throw TickitError.notRunning('Tickit was stopped.');
      throw TickitError.unanswered(outcome, origin, mayBeDone, signal?.aborted ? signal.reason : undefined);
    }
    const { problem, body, status } = outcome;
    if (problem) throw TickitError.refused(problem, this.application);
    if (isRecord(body)) return body;
    throw TickitError.notUnderstood(origin, status);
  }
}

/** What stands between two slashes. */
function segment(name: string, text: unknown): string {
  if (typeof text !== 'string') throw TickitError.invalid(name, `The ${name} is no text.`);
  // Addresses are read without such segments, however they are written.
  if (text === '' || text === '.' || text === '..')
    throw TickitError.invalid(name, `No address has this ${name} in it.`);
  try {
    return encodeURIComponent(text);
  } catch {
    throw TickitError.invalid(name, `The ${name} is no text.`);
  }
}

function checkedKey(key: unknown): string {
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw TickitError.invalid('idempotencyKey', 'An idempotencyKey has 1 to 255 characters of ASCII, without spaces.');
}

function toJson(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch (cause) {
    throw new TickitError('invalid_argument', 'What was given cannot be written as JSON.', { cause });
  }
}
