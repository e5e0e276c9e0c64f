import { loadConfig } from '../platform/config/config.js';
import { startServer } from '../main.js';
import { readOptions } from './options.js';

/** Runs until Ctrl-C, then stops everything it started. */
export async function serve(args: string[], options: { demoByDefault: boolean }): Promise<void> {
  readOptions(args, {});
  const config = loadConfig(process.env);
  const started = Date.now();
  const say = (step: string) => console.log(`[${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s] ${step}`);
  const server = await startServer(config, say);
  say(`Stepwell is at ${config.publicUrl} (press Ctrl-C to stop)${options.demoByDefault ? '' : ''}`);
  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    say('Stopping');
    await server.stop();
    process.exit(0);
  };
  process.on('SIGINT', () => void stop());
  process.on('SIGTERM', () => void stop());
}
