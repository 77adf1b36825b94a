// What is known of the sessions that the service keeps for a delegated bot.
import type { Bot, Shard } from './protocol.js';

/** Whether one takes this shard's interactions, as far as is known. */
export function hasSession(bot: Bot | undefined, shard: Shard | undefined): boolean {
  const shards = Array.isArray(bot?.shards) ? bot.shards : [];
  const own = shards.find(({ index, total }) => index === shard?.index && total === shard.total);
  return (own?.state ?? bot?.state) === 'ready';
}
