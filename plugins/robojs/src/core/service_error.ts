// Why a call to the service had no answer.

/**
 * `unreachable`: no connection. `timeout`: none in time. `broken`: the connection ended before the answer did. `aborted`: the
 * caller gave it up.
 */
export type Failure = 'unreachable' | 'timeout' | 'broken' | 'aborted';

export class ServiceError extends Error {
  constructor(
    readonly failure: Failure,
    /** Whether the service may have read the request. */
    readonly reached: boolean,
    /** Whether a second try is without danger: nothing was sent, or a kept connection had ended meanwhile. */
    readonly mayRetry: boolean,
    /** The system's name for it, `ECONNREFUSED`; never a text, which could have an address or a token in it. */
    readonly code?: string,
  ) {
    super(code ? `${failure} (${code})` : failure);
    this.name = 'ServiceError';
  }

  static of(error: Error & { code?: string }, reached: boolean, reused: boolean): ServiceError {
    const failure = reached ? 'broken' : 'unreachable';
    return new ServiceError(failure, reached, !reached || (reused && error.code === 'ECONNRESET'), error.code);
  }

  static from(error: unknown): ServiceError {
    if (error instanceof ServiceError) return error;
    return new ServiceError('broken', true, false);
  }

  /** For the owner: what is the matter, after the name of the service. */
  get sentence(): string {
    if (this.failure === 'timeout') return 'does not answer in time';
    if (this.failure === 'aborted') return 'was not waited for';
    if (this.failure === 'broken') return 'ended the connection before it had answered';
    return this.code ? `cannot be reached (${this.code})` : 'cannot be reached';
  }
}
