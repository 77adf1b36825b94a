// When the bot restarts in development: as at its end.
import { stop } from '../core/running.js';

export default (): Promise<void> => stop();
