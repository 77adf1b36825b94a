// Why something that the bot's own code asked of Tickit was not done, or not known to be.
import type { Problem } from './protocol.js';
import type { ServiceError } from './service_error.js';

export interface TickitErrorFields {
  status?: number | undefined;
  field?: string | undefined;
  /** For the owner, behind the detail. */
  advice?: string | undefined;
  cause?: unknown;
}

/** Thrown by `tickit.guild(…)`. */
export class TickitError extends Error {
  override readonly name = 'TickitError';
  /** The HTTP status of the service's answer, where there was one. */
  readonly status: number | undefined;
  /** Which field of what was sent is at fault, where it is one. */
  readonly field: string | undefined;

  constructor(
    /** What programs tell errors apart by; it never changes. */
    readonly code: string,
    /** What is wrong this time, for people. */
    readonly detail: string,
    { status, field, advice, cause }: TickitErrorFields = {},
  ) {
    super(advice ? `${detail} ${advice}` : detail, cause === undefined ? undefined : { cause });
    this.status = status;
    this.field = field;
  }

  /** What the bot's code gave is not taken, and nothing was sent. */
  static invalid(field: string, detail: string): TickitError {
    return new TickitError('invalid_argument', detail, { field });
  }

  static notRunning(detail: string): TickitError {
    return new TickitError('not_running', detail);
  }

  /** Something else than the service answered. */
  static notUnderstood(origin: string, status: number): TickitError {
    return new TickitError('not_understood', `${origin} answers, but is no Tickit: is TICKIT_URL right?`, { status });
  }

  /** The service refused. */
  static refused(problem: Problem, application: string): TickitError {
    const { code, detail, status, field } = problem;
    return new TickitError(code, detail, { status, field: field ?? undefined, advice: advice(problem, application) });
  }

  /** There was no answer. */
  static unanswered(error: ServiceError, origin: string, mayBeDone: boolean, reason?: unknown): TickitError {
    const advice = mayBeDone ? 'It may have been done all the same.' : 'Nothing was done.';
    return new TickitError(error.failure, `Tickit (${origin}) ${error.sentence}.`, { advice, cause: reason ?? error });
  }
}

/** What the owner does about a key that does not open this. */
function advice({ status, code }: Problem, application: string): string | undefined {
  if (status === 401) return 'Tickit does not take TICKIT_KEY: ask whoever runs it for another one.';
  if (code === 'forbidden') {
    return (
      "TICKIT_KEY was not made for this. A key that the bot's own code works on tickets with is made by " +
      `\`tickit keys create --bot ${application} --may register,forward,agent\`.`
    );
  }
  if (code !== 'not_allowed') return undefined;
  return 'What TICKIT_KEY may was said when it was made: `--may register,forward,agent`, or `admin` instead of `agent`.';
}
