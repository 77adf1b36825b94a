// Before the bot logs in: starts the plugin, which waits for nothing and throws nothing.
import { start } from '../core/running.js';

export default (client: unknown, options: unknown): void => start(client, options);
