import { loadConfig } from '../platform/config/config.js';
import { parseScope } from '../platform/auth/scopes.js';
import { StartError } from '../platform/config/config.errors.js';
import { issueToken } from './issue-token.js';
import { readOptions } from './options.js';

/** Prints a bearer token for an integration on the last line. */
export async function token(args: string[]): Promise<void> {
  const options = readOptions(args, { clinic: undefined, scopes: undefined, name: 'command line', days: '90' });
  const scopes = options.scopes.trim().split(/\s+/);
  const wrong = scopes.find((scope) => parseScope(scope)?.context !== 'system');
  if (wrong !== undefined)
    throw new StartError(
      `"${wrong}" is not a scope: write system/<Type or *>.<letters of cruds, in that order>, such as system/Observation.crs.`,
    );
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > 3650) throw new StartError('--days must be 1 to 3650.');
  console.log(
    await issueToken(loadConfig(process.env), {
      clinic: options.clinic,
      scopes: scopes.join(' '),
      name: options.name,
      days,
    }),
  );
}
