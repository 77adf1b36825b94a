// Options of @tickit/robojs. The address and the key are in .env: TICKIT_URL and TICKIT_KEY.

/** @type {import('@tickit/robojs').TickitOptions} */
export default {
  // How interactions reach Tickit: 'forward', 'delegate', 'endpoint' or 'off'. TICKIT_MODE comes first.
  // mode: 'forward',
  // Which commands Tickit takes over; all of them by default.
  // commands: ['ticket', 'panel', 'setup', 'Add to ticket'],
  // In which channels panels open tickets: 'all', or ids of channels.
  // panels: 'all',
  // What members read when the service does not answer: a text, or a function of their locale.
  // fallbackMessage: 'Tickets are down. Write to us in #help.',
  // Whether Tickit's interactions are kept from the bot's own listeners and collectors of discord.js, too.
  // strict: true,
  // How long a member waits for the service before they read that, in milliseconds.
  // deadlineMs: 2000,
};
