#!/usr/bin/env node
// The `tickit` command of @tickit/robojs.
import { main } from '../.robo/build/cli/main.js';

process.exitCode = await main(process.argv.slice(2));
