// In which channels the service wants to hear what is written: what it said, for an hour.

const KEPT_MS = 60 * 60 * 1000;
const MOST_CHANNELS = 10_000;

/** Channels whose messages are not wanted. The oldest are forgotten first, which costs a message or two. */
export class UnwantedChannels {
  private readonly until = new Map<string, number>();

  constructor(
    private readonly now: () => number = Date.now,
    private readonly most: number = MOST_CHANNELS,
  ) {}

  has(channel: string): boolean {
    const until = this.until.get(channel);
    if (until === undefined) return false;
    if (until > this.now()) return true;
    this.until.delete(channel);
    return false;
  }

  /** Follows the service's answer; anything that is no list of texts is left alone. */
  learn(channels: { wanted?: unknown; unwanted?: unknown }): void {
    for (const channel of texts(channels.wanted)) this.until.delete(channel);
    for (const channel of texts(channels.unwanted)) {
      this.until.delete(channel);
      this.until.set(channel, this.now() + KEPT_MS);
    }
    for (const channel of this.until.keys()) {
      if (this.until.size <= this.most) break;
      this.until.delete(channel);
    }
  }

  get size(): number {
    return this.until.size;
  }
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((one): one is string => typeof one === 'string') : [];
}
