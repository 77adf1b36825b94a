// Makes the plugin for a bot, if the bot is known.
import { applicationOf } from './host.js';
import { Plugin, type Parts } from './plugin.js';

/** The plugin, or the line that says why there is none. */
export function makePlugin(parts: Parts): Plugin | string {
  const { env, log, settings } = parts;
  const token = env['DISCORD_TOKEN']?.trim();
  log.hide(settings.key, token);
  const application = applicationOf(token, env['DISCORD_CLIENT_ID']);
  if (application) return new Plugin(parts, application);
  return 'DISCORD_CLIENT_ID is missing: set it to the id of the application. Tickit stays off; the bot runs without it.';
}
