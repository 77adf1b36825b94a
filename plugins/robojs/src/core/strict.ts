// Keeps Tickit's interactions from ever becoming objects of discord.js, which the bot's own listeners would hear of.
import type { HostClient } from './host.js';

/** Returns what undoes it, or nothing where discord.js is not as it was. */
export function wrapInteractions(client: HostClient, hosts: (data: unknown) => boolean): (() => void) | undefined {
  const action = client.actions?.InteractionCreate;
  const original = action?.handle;
  if (!action || typeof original !== 'function') return undefined;
  const wrapped = function (this: unknown, data: unknown): unknown {
    return hosts(data) ? undefined : original.call(this, data);
  };
  action.handle = wrapped;
  return () => {
    if (action.handle === wrapped) action.handle = original;
  };
}
