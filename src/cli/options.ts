import { parseArgs } from 'node:util';
import { StartError } from '../platform/config/config.errors.js';

/** Every option there is, with what it is when left out; undefined where it must be given, false for one without a value. */
export type OptionShape = Readonly<Record<string, string | false | undefined>>;

export type Options<Shape extends OptionShape> = {
  readonly [Name in keyof Shape]: Shape[Name] extends false ? boolean : string;
};

/**
 * Reads `--name value` options.
 *
 * @throws StartError naming the option that is unknown, or all that are missing
 */
export function readOptions<Shape extends OptionShape>(args: string[], defaults: Shape): Options<Shape> {
  const names = Object.keys(defaults);
  const type = (name: string) => (defaults[name] === false ? ('boolean' as const) : ('string' as const));
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args, options: Object.fromEntries(names.map((name) => [name, { type: type(name) }])) }));
  } catch (error) {
    const here = names.map((name) => `--${name}`).join(', ') || 'none';
    throw new StartError(`${(error as Error).message.split('. ')[0]}. Options here: ${here}.`);
  }
  const missing = names.filter((name) => (values[name] ?? defaults[name]) === undefined);
  if (missing.length > 0)
    throw new StartError(
      `Say ${new Intl.ListFormat('en', { type: 'conjunction' }).format(missing.map((name) => `--${name} <value>`))}.`,
    );
  return { ...defaults, ...values } as Options<Shape>;
}

/** What `--help` behind a command prints. */
export function describeUsage(name: string, { about, options }: { about: string; options: OptionShape }): string {
  const lines = Object.entries(options).map(([option, value]) => {
    const usage = value === false ? `--${option}` : `--${option} <value>`;
    if (value === undefined) return `  ${usage.padEnd(24)} must be given`;
    return `  ${usage.padEnd(24)} may be left out${value ? `: then ${value}` : ''}`;
  });
  return [`stepwell ${name}: ${about}`, ...lines].join('\n');
}
