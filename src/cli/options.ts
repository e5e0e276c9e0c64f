import { parseArgs } from 'node:util';
import { StartError } from '../platform/config/config.errors.js';

/**
 * Reads `--name value` options.
 *
 * @param defaults - every option there is; undefined where it must be given, false for one without a value
 * @throws StartError naming the option that is unknown or missing
 */
export function readOptions<Shape extends Readonly<Record<string, string | false | undefined>>>(
  args: string[],
  defaults: Shape,
): { [Name in keyof Shape]: Shape[Name] extends false ? boolean : string } {
  const names = Object.keys(defaults);
  const type = (name: string) => (defaults[name] === false ? ('boolean' as const) : ('string' as const));
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args, options: Object.fromEntries(names.map((name) => [name, { type: type(name) }])) }));
  } catch (error) {
    throw new StartError(
      `${(error as Error).message.split('. ')[0]}. Options here: ${names.map((name) => `--${name}`).join(', ')}.`,
    );
  }
  const read = names.map((name) => {
    const value = values[name] ?? defaults[name];
    if (value === undefined) throw new StartError(`Say --${name} <value>.`);
    return [name, value];
  });
  return Object.fromEntries(read) as { [Name in keyof Shape]: Shape[Name] extends false ? boolean : string };
}
