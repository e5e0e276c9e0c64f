import 'reflect-metadata';
import { StartError } from './platform/config/config.errors.js';
import { COMMANDS } from './cli/commands.js';

/** `stepwell <command> [--option value]`. Prints one sentence and ends with 1 when a person can put it right. */
async function main(): Promise<void> {
  const [name = 'help', ...rest] = process.argv.slice(2);
  const command = COMMANDS[name === '--help' || name === '-h' ? 'help' : name];
  if (!command) throw new StartError(`There is no command "${name}". Try: ${Object.keys(COMMANDS).join(', ')}.`);
  await command.run(rest);
}

main().catch((error: unknown) => {
  if (error instanceof StartError || (error instanceof Error && 'status' in error)) console.error(error.message);
  else console.error(error);
  process.exit(1);
});
