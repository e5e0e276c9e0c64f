import { type Config, loadConfig } from '../platform/config/config.js';

/**
 * What stands before a command in another terminal of the same folder, so that it reaches this server: the settings that
 * differ from the defaults. The database's address holds a password, so that one is only named.
 */
export function sameSettings(config: Pick<Config, 'host' | 'port' | 'dataDir' | 'databaseUrl'>): string {
  const usual = loadConfig({});
  const words = [
    config.host === usual.host ? [] : `HOST=${config.host}`,
    config.port === usual.port ? [] : `PORT=${config.port}`,
    config.dataDir === usual.dataDir ? [] : `STEPWELL_DATA_DIR=${quoted(config.dataDir)}`,
    config.databaseUrl === undefined ? [] : 'DATABASE_URL=<as here>',
  ].flat();
  return words.map((word) => `${word} `).join('');
}

const quoted = (path: string) => (/^[\w./:-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`);
