// Asks at the terminal, secrets unseen, and says things.
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

export interface Terminal {
  /** Whether somebody is there to ask. */
  readonly interactive: boolean;
  ask(question: string, secret: boolean): Promise<string>;
  say(line: string): void;
  complain(line: string): void;
  close(): void;
}

export function terminal(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stdout,
): Terminal {
  let hidden = false;
  let lines: Interface | undefined;
  // Readline echoes what is typed to its output, so a secret's echo goes nowhere.
  const echo = new Writable({
    write(chunk, _, done) {
      if (!hidden) output.write(chunk as Buffer);
      done();
    },
  });
  return {
    interactive: Boolean(input.isTTY && output.isTTY),
    ask(question, secret) {
      lines ??= createInterface({ input, output: echo, terminal: true });
      const open = lines;
      if (secret) output.write(question);
      hidden = secret;
      return new Promise((resolve, reject) => {
        const gone = (): void => reject(new Error('nothing was answered'));
        open.once('close', gone);
        open.question(secret ? '' : question, (answer) => {
          open.off('close', gone);
          if (secret) output.write('\n');
          hidden = false;
          resolve(answer.trim());
        });
      });
    },
    say: (line) => console.log(line),
    complain: (line) => console.error(line),
    close: () => lines?.close(),
  };
}
