// When the bot ends: sends what is left to send, for a second at most. Robo.js gives no options here.
import { stop } from '../core/running.js';

export default (): Promise<void> => stop();
