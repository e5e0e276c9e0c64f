import { parseArgs } from 'node:util';
import { StartError } from '../platform/config/config.errors.js';

/**
 * Reads `--name value` options.
 *
 * @param defaults - every option there is; undefined where it must be given
 * @throws StartError naming the option that is unknown or missing
 */
export function readOptions<Name extends string>(
  args: string[],
  defaults: Readonly<Record<Name, string | undefined>>,
): Record<Name, string> {
  const names = Object.keys(defaults) as Name[];
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({
      args,
      options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    }));
  } catch (error) {
    throw new StartError(
      `${(error as Error).message.split('. ')[0]}. Options here: ${names.map((name) => `--${name}`).join(', ')}.`,
    );
  }
  const read = names.map((name) => {
    const value = (values[name] as string | undefined) ?? defaults[name];
    if (value === undefined) throw new StartError(`Say --${name} <value>.`);
    return [name, value];
  });
  return Object.fromEntries(read) as Record<Name, string>;
}
