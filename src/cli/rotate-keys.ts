import { loadConfig } from '../platform/config/config.js';
import { openSurroundings } from '../platform/surroundings.js';
import { readOptions } from './options.js';

/** A new key for signing ID tokens of apps, before its time. Running servers notice within a minute. */
export async function rotateKeys(args: string[]): Promise<void> {
  const { leaked } = readOptions(args, { leaked: false });
  const surroundings = await openSurroundings(loadConfig(process.env));
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
