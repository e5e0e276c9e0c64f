import { loadConfig } from '../platform/config/config.js';
import { parseScope } from '../platform/auth/scopes.js';
import { SENSITIVE_SCOPE } from '../platform/auth/sensitivity.js';
import { StartError } from '../platform/config/config.errors.js';
import { issueToken } from './issue-token.js';
import type { OpenDatabase } from './open-database.js';

/** What an integration outside the treatment is for, as people write it, and what its patients must have agreed to. */
const SHARED_FOR = { 'primary-care': 'share-primary-care', research: 'research' } as const;

interface TokenOptions {
  readonly clinic: string;
  readonly scopes: string;
  readonly name: string;
  readonly days: string;
  readonly for: string;
}

/** Prints a bearer token for an integration on the last line. */
export async function token(options: TokenOptions, open: OpenDatabase): Promise<void> {
  const scopes = options.scopes.trim().split(/\s+/);
  const wrong = scopes.find((scope) => scope !== SENSITIVE_SCOPE && parseScope(scope)?.context !== 'system');
  if (wrong !== undefined)
    throw new StartError(
      `"${wrong}" is not a scope: write system/<Type or *>.<letters of cruds, in that order>, such as system/Observation.crs.`,
    );
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > 3650) throw new StartError('--days must be 1 to 3650.');
  if (options.for !== 'treatment' && !Object.hasOwn(SHARED_FOR, options.for))
    throw new StartError('--for must be treatment, primary-care or research.');
  const surroundings = await open(loadConfig(process.env));
  try {
    console.log(
      await issueToken(surroundings, {
        clinic: options.clinic,
        scopes: scopes.join(' '),
        name: options.name,
        days,
        sharesFor: options.for === 'treatment' ? null : SHARED_FOR[options.for as keyof typeof SHARED_FOR],
      }),
    );
  } finally {
    await surroundings.close();
  }
}
