// Points a project's discord.js at the Discord that DISCORD_API names, for projects that know nothing of tests:
// NODE_OPTIONS='--import file:///…/redirect.mjs'. Other programs that Node runs meanwhile are left alone.
import { createRequire } from 'node:module';
import { join } from 'node:path';

try {
  const require = createRequire(join(process.cwd(), 'package.json'));
  const { DefaultRestOptions } = require('discord.js');
  if (process.env.DISCORD_API) DefaultRestOptions.api = process.env.DISCORD_API;
} catch {
  // No discord.js is installed here.
}
