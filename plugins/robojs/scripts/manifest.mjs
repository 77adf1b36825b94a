// Says in the built manifest what files cannot say. A command with subcommands has no file of its own, so Robo.js would
// register it as “No description provided”, for every context; it takes both from the plugin's manifest if they are there.
import { readFileSync, writeFileSync } from 'node:fs';

const path = new URL('../.robo/manifest.json', import.meta.url);
const manifest = JSON.parse(readFileSync(path, 'utf8'));
const commands = JSON.parse(readFileSync(new URL('../../../docs/commands.json', import.meta.url), 'utf8'));

for (const command of commands) {
  const built = manifest.commands[command.name];
  if (!built?.subcommands) continue;
  manifest.commands[command.name] = {
    contexts: command.contexts,
    // Robo.js does not pass this on for a command with subcommands; the service asks for the permission itself.
    defaultMemberPermissions: command.default_member_permissions,
    description: command.description,
    descriptionLocalizations: command.description_localizations,
    subcommands: ordered(built.subcommands, command.options),
  };
}
writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);

/** Files are found in any order; members read subcommands in that of the service. */
function ordered(subcommands, options) {
  return Object.fromEntries(options.map(({ name }) => [name, subcommands[name]]));
}
