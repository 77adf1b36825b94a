// Lines for the bot's owner: few, in plain words, and never with a secret in them.

export type Level = 'debug' | 'info' | 'warn' | 'error';

export interface Log {
  debug(line: string): void;
  info(line: string): void;
  warn(line: string): void;
  error(line: string): void;
  /** Has every later line without these texts, whoever wrote them into it. */
  hide(...secrets: (string | undefined)[]): void;
}

/** Writes to the console; details only where `TICKIT_DEBUG` is set. */
export function consoleLog(debug: boolean): Log {
  return makeLog((level, line) => {
    if (level !== 'debug' || debug) console[level](`[tickit] ${line}`);
  });
}

export function makeLog(write: (level: Level, line: string) => void): Log {
  const secrets = new Set<string>();
  const say = (level: Level, line: string): void => {
    let clean = line;
    for (const secret of secrets) clean = clean.replaceAll(secret, '[hidden]');
    try {
      write(level, clean.replace(/[\r\n]+/g, ' '));
    } catch {
      // A closed standard output is no reason to disturb the bot.
    }
  };
  return {
    debug: (line) => say('debug', line),
    info: (line) => say('info', line),
    warn: (line) => say('warn', line),
    error: (line) => say('error', line),
    hide: (...more) => {
      // Shorter ones are no secrets, and would tear ordinary words apart.
      for (const secret of more) if (secret && secret.length >= 8) secrets.add(secret);
    },
  };
}
