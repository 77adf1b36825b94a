// Writes src/commands and src/context from docs/commands.json, so that Robo.js registers what the service answers.
// `node scripts/stubs.mjs --check` only says whether they are current.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

const root = fileURLToPath(new URL('..', import.meta.url));
const commands = JSON.parse(readFileSync(join(root, '../../docs/commands.json'), 'utf8'));

/** Discord's option types, as Robo.js calls them. */
const TYPES = { 3: 'string', 4: 'integer', 5: 'boolean', 6: 'user', 7: 'channel', 8: 'role', 9: 'mention' };
const SUBCOMMAND = 1;
const MENU_FOLDERS = { 2: 'user', 3: 'message' };

const filled = (value) =>
  value !== null && value !== undefined && value !== false && Object.keys(Object(value)).length > 0;

/** Without what is empty, so that the files say only what there is to say. */
const pruned = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
const ifFilled = (value) => (filled(value) || typeof value === 'number' || value === true ? value : undefined);

function option(given) {
  const type = TYPES[given.type];
  if (!type) throw new Error(`option ${given.name} is of type ${given.type}, which Robo.js has no name for`);
  return pruned({
    name: given.name,
    type,
    description: given.description,
    descriptionLocalizations: ifFilled(given.description_localizations),
    required: ifFilled(given.required),
    autocomplete: ifFilled(given.autocomplete),
    min: given.min_value ?? given.min_length ?? undefined,
    max: given.max_value ?? given.max_length ?? undefined,
    channelTypes: ifFilled(given.channel_types),
    choices: ifFilled(
      given.choices?.map(({ name, name_localizations, value }) =>
        pruned({ name, name_localizations: ifFilled(name_localizations), value }),
      ),
    ),
  });
}

function config(command, options) {
  return pruned({
    description: command.type > 1 ? undefined : command.description,
    descriptionLocalizations: command.type > 1 ? undefined : ifFilled(command.description_localizations),
    nameLocalizations: ifFilled(command.name_localizations),
    contexts: command.contexts?.map((context) => ({ 0: 'Guild', 1: 'BotDM', 2: 'PrivateChannel' })[context]),
    defaultMemberPermissions: command.default_member_permissions,
    options: command.type > 1 ? undefined : options.map(option),
    sage: false,
  });
}

/** Robo.js's own types have no names for the localised names of choices, which discord.js takes, so none is given. */
function stub(title, fields, depth) {
  const core = '../'.repeat(depth);
  return `// ${title}: registered by the bot, answered by Tickit. Written by scripts/stubs.mjs.
    import { answerCommand } from '${core}core/running.js';

    export const config = ${JSON.stringify(fields)};

    export default (interaction: unknown): undefined => answerCommand(interaction);
  `;
}

function files() {
  const found = {};
  for (const command of commands) {
    const folder = MENU_FOLDERS[command.type];
    if (folder) {
      found[`context/${folder}/${command.name}.ts`] = stub(
        `“${command.name}” in the menu of a ${folder}`,
        config(command, []),
        2,
      );
      continue;
    }
    const subcommands = command.options.filter(({ type }) => type === SUBCOMMAND);
    for (const sub of subcommands) {
      const title = `/${command.name} ${sub.name}`;
      const fields = config({ ...sub, contexts: command.contexts }, sub.options);
      found[`commands/${command.name}/${sub.name}.ts`] = stub(title, fields, 2);
    }
    if (subcommands.length === 0) {
      const fields = config(command, command.options);
      found[`commands/${command.name}.ts`] = stub(`/${command.name}`, fields, 1);
    }
  }
  return found;
}

function written() {
  return ['commands', 'context'].flatMap((folder) => {
    const all = readdirSync(join(root, 'src', folder), { recursive: true, withFileTypes: true });
    const plain = all.filter((entry) => entry.isFile());
    return plain.map((entry) => relative(join(root, 'src'), join(entry.parentPath ?? entry.path, entry.name)));
  });
}

const style = { ...(await prettier.resolveConfig(join(root, 'package.json'))), parser: 'typescript' };
const wanted = new Map();
for (const [path, text] of Object.entries(files())) wanted.set(path, await prettier.format(text, style));

if (process.argv.includes('--check')) {
  const stale = [...wanted].filter(([path, text]) => {
    try {
      return readFileSync(join(root, 'src', path), 'utf8') !== text;
    } catch {
      return true;
    }
  });
  const wrong = [...stale.map(([path]) => path), ...written().filter((path) => !wanted.has(path))];
  if (wrong.length > 0) {
    console.error(`not as docs/commands.json has it: ${wrong.join(', ')}; run npm run stubs`);
    process.exit(1);
  }
} else {
  for (const folder of ['commands', 'context']) rmSync(join(root, 'src', folder), { recursive: true, force: true });
  for (const [path, text] of wanted) {
    mkdirSync(dirname(join(root, 'src', path)), { recursive: true });
    writeFileSync(join(root, 'src', path), text);
  }
  console.log(`${wanted.size} files written`);
}
