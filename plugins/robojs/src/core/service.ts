// The way to the service: connections that are kept, deadlines, and one second try where nothing was sent.
import http from 'node:http';
import https from 'node:https';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRecord, PROTOCOL, type Problem } from './protocol.js';
import { ServiceError } from './service_error.js';
import { VERSION } from './version.js';

const MOST_SOCKETS = 32;
const MOST_ANSWER_BYTES = 1024 * 1024;
const PAUSE_BEFORE_RETRY_MS = 100;

export interface Call {
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the service's address, without a slash in front. */
  path: string;
  body?: string;
  headers?: Record<string, string>;
  deadlineMs: number;
  /** Ends it before. */
  signal?: AbortSignal | undefined;
}

export interface Reply {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: unknown;
  /** Where the status is no success. */
  problem: Problem | undefined;
}

/** One service and one key. */
export class ServiceClient {
  private readonly agent: http.Agent;
  private closed = false;

  constructor(
    readonly url: URL,
    private readonly key: string | undefined,
    maxSockets: number = MOST_SOCKETS,
  ) {
    const options = { keepAlive: true, maxSockets };
    this.agent = this.secure ? new https.Agent(options) : new http.Agent(options);
  }

  /** Any answer of the service's; rejects with `ServiceError` where there was none. */
  async call(call: Call): Promise<Reply> {
    const until = performance.now() + call.deadlineMs;
    try {
      return await this.once(call, until);
    } catch (error) {
      const failed = ServiceError.from(error);
      if (!failed.mayRetry || this.closed) throw failed;
      const left = until - performance.now() - PAUSE_BEFORE_RETRY_MS;
      if (left <= 0) throw failed;
      await sleep(PAUSE_BEFORE_RETRY_MS);
      // An abort meanwhile is met there.
      return this.once(call, until);
    }
  }

  /** A request whose answer is read by the caller, on a connection of its own. */
  open(path: string, headers: Record<string, string>): http.ClientRequest {
    return this.request('GET', path, headers, false);
  }

  /** Ends all connections; nothing is tried again afterwards. */
  close(): void {
    this.closed = true;
    this.agent.destroy();
  }

  private get secure(): boolean {
    return this.url.protocol === 'https:';
  }

  private request(
    method: string,
    path: string,
    more: Record<string, string>,
    agent: http.Agent | false,
  ): http.ClientRequest {
    const headers: Record<string, string> = {
      accept: 'application/json',
      'user-agent': `@tickit/robojs/${VERSION}`,
      'x-tickit-protocol': String(PROTOCOL),
      ...more,
    };
    if (this.key) headers['authorization'] = `Bearer ${this.key}`;
    return (this.secure ? https : http).request(new URL(path, this.url), { method, headers, agent });
  }

  private once(call: Call, until: number): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const body = call.body === undefined ? undefined : Buffer.from(call.body);
      const headers = { ...call.headers };
      if (body) {
        headers['content-type'] = 'application/json';
        headers['content-length'] = String(body.length);
      }
      const request = this.request(call.method, call.path, headers, this.agent);
      let reached = false;
      const timer = setTimeout(
        () => fail(new ServiceError('timeout', reached, false)),
        Math.max(until - performance.now(), 1),
      );
      const abort = (): void => fail(new ServiceError('aborted', reached, false));
      const settle = (): void => {
        clearTimeout(timer);
        call.signal?.removeEventListener('abort', abort);
      };
      const fail = (error: ServiceError): void => {
        settle();
        reject(error);
        request.destroy();
      };
      call.signal?.addEventListener('abort', abort);
      request.on('socket', (socket) => {
        const connected = (): void => void (reached = true);
        if (socket.connecting) socket.once(this.secure ? 'secureConnect' : 'connect', connected);
        else connected();
      });
      request.on('error', (error) => fail(ServiceError.of(error, reached, request.reusedSocket)));
      request.on('response', (response) => {
        readBody(response).then(
          (text) => {
            settle();
            resolve(toReply(response, text));
          },
          () => fail(new ServiceError('broken', true, false)),
        );
      });
      if (call.signal?.aborted) abort();
      else request.end(body);
    });
  }
}

async function readBody(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) throw new Error('too much');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function toReply(response: http.IncomingMessage, text: string): Reply {
  const status = response.statusCode ?? 0;
  const body = parse(text);
  const problem = status >= 200 && status < 300 ? undefined : toProblem(status, body);
  return { status, headers: response.headers, body, problem };
}

/** What a proxy in between answers has no code. */
function toProblem(status: number, body: unknown): Problem {
  const given = isRecord(body) ? body : {};
  const text = (name: string): string => (typeof given[name] === 'string' ? given[name] : '');
  const redirect = status >= 300 && status < 400;
  const unknown = redirect ? 'it sends elsewhere: set TICKIT_URL to where it sends' : `it answered ${status}`;
  const code = text('code') || (redirect ? 'redirected' : 'unknown');
  const detail = text('detail') || text('title') || unknown;
  const problem: Problem = { type: text('type'), title: text('title'), status, detail, code };
  return text('field') ? { ...problem, field: text('field') } : problem;
}

function parse(text: string): unknown {
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
