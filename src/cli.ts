import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from './platform/config/config.errors.js';
import { COMMANDS } from './cli/commands.js';
import { databaseFor } from './cli/open-database.js';
import { describeUsage } from './cli/options.js';

const asksForHelp = (word: string) => word === '--help' || word === '-h';

/** `stepwell <command> [--option value]`. Prints one sentence and ends with 1 when a person can put it right. */
async function main(): Promise<void> {
  const [given = 'help', ...rest] = process.argv.slice(2);
  if (given === '--version' || given === '-v') return console.log(readVersion());
  const name = asksForHelp(given) ? 'help' : given;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) throw new StartError(`There is no command "${name}". Try: ${Object.keys(COMMANDS).join(', ')}.`);
  if (rest.some(asksForHelp)) return console.log(describeUsage(name, command));
  await command.run(rest, databaseFor(command));
}

function readVersion(): string {
  // From dist/src.
  const file = join(import.meta.dirname, '../../package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

main().catch((error: unknown) => {
  if (error instanceof StartError || (error instanceof Error && 'status' in error)) console.error(error.message);
  else console.error(error);
  process.exit(1);
});
