// Who wants to hear of ticket events, and under which name. It outlives starts of the plugin.
import type { Log } from './log.js';
import type { TicketEvent, TicketListener } from './ticket_event.js';

interface Entry {
  listener: TicketListener;
  once: boolean;
}

export class Listeners {
  private readonly entries = new Map<string, Entry[]>();
  /** Called when the first comes and when the last goes. */
  onChange: (() => void) | undefined;

  get size(): number {
    return this.entries.size;
  }

  /** `*` hears of everything. */
  add(type: string, listener: TicketListener, once: boolean): void {
    this.entries.set(type, [...(this.entries.get(type) ?? []), { listener, once }]);
    this.onChange?.();
  }

  remove(type: string, listener: TicketListener): void {
    const left = (this.entries.get(type) ?? []).filter((entry) => entry.listener !== listener);
    if (left.length > 0) this.entries.set(type, left);
    else this.entries.delete(type);
    this.onChange?.();
  }

  emit(event: TicketEvent, log: Log): void {
    for (const type of [event.type, '*']) {
      for (const { listener, once } of this.entries.get(type) ?? []) {
        if (once) this.remove(type, listener);
        void call(listener, event, log);
      }
    }
  }
}

async function call(listener: TicketListener, event: TicketEvent, log: Log): Promise<void> {
  try {
    await listener(event);
  } catch (error) {
    log.error(`A listener for ${event.type} failed: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
