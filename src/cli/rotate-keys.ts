import { loadConfig } from '../platform/config/config.js';
import type { OpenDatabase } from './open-database.js';

/** A new key for signing ID tokens of apps, before its time. Running servers notice within a minute. */
export async function rotateKeys({ leaked }: { leaked: boolean }, open: OpenDatabase): Promise<void> {
  const surroundings = await open(loadConfig(process.env));
  try {
    if (leaked) await surroundings.oauth.keys.forgetAll();
    await surroundings.oauth.keys.add();
    console.log(
      leaked
        ? 'All earlier keys are gone and a new one signs. Apps that keep our keys read them again when they meet the new one.'
        : 'The new key is shown from now on and signs in an hour; the one before is shown for a day more.',
    );
  } finally {
    await surroundings.close();
  }
}
