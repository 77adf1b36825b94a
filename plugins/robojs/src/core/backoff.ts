// How long to wait before the next try: longer each time, and never all bots at once.

export interface Backoff {
  leastMs: number;
  mostMs: number;
}

/** For the `attempt`th failure in a row, from 1: half of it fixed, half of it by chance. */
export function backoff({ leastMs, mostMs }: Backoff, attempt: number, random: () => number = Math.random): number {
  const full = Math.min(leastMs * 2 ** (attempt - 1), mostMs);
  return Math.round(full / 2 + (full / 2) * random());
}

/** `Retry-After` in milliseconds, bounded to an hour. */
export function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const seconds = Number(Array.isArray(header) ? header[0] : header);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 3600) * 1000 : undefined;
}
