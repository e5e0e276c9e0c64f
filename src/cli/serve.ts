import { startServer } from '../main.js';
import { DemoModule, DemoSeed, DemoWearables, signIns } from '../modules/demo/index.js';
import { type Config, loadConfig, unknownSettings } from '../platform/config/config.js';
import { Readiness } from '../platform/health/readiness.js';
import { Mail } from '../platform/mail/mail.js';
import { logger } from '../platform/telemetry/logger.js';
import { safeError } from '../platform/telemetry/safe-error.js';
import { sameSettings } from './same-settings.js';

/** Runs until Ctrl-C, then stops everything it started. */
export async function serve(options: { demoByDefault: boolean }): Promise<void> {
  for (const warning of unknownSettings(process.env)) console.error(`Warning: ${warning}`);
  const config = loadConfig(process.env);
  const started = Date.now();
  const say = (step: string) => console.log(`[${((Date.now() - started) / 1000).toFixed(1).padStart(5)} s] ${step}`);
  const withDemo = config.demo ?? (options.demoByDefault && config.databaseUrl === undefined);
  let stop: (() => Promise<void>) | undefined;
  let stopping = false;
  const end = async () => {
    const again = stopping;
    stopping = true;
    if (!again) say('Stopping');
    // Before everything is up, the start goes on to its end and stops what it started: half of it would stay behind.
    if (again || !stop) return;
    await stop();
    process.exit(0);
  };
  // Work in the background that fails unheard must not take everybody's visits down with it.
  process.on('unhandledRejection', (error) => logger.error(safeError(error), 'unhandled rejection'));
  process.on('SIGINT', () => void end());
  process.on('SIGTERM', () => void end());
  const server = await startServer(config, say, ...(withDemo ? [DemoModule] : []));
  stop = server.stop;
  if (stopping) {
    await stop();
    process.exit(0);
  }
  if (withDemo) {
    const seed = server.app.get(DemoSeed);
    const demo = await server.app
      .get(Readiness)
      .holdWhile(() => seed.ensure(say))
      .catch(async (error: unknown) => {
        await server.stop();
        throw error;
      });
    server.app.get(Mail).forgetOutbox();
    await server.app.get(DemoWearables).start(demo);
  }
  say('Ready');
  console.log(withDemo ? welcome(config) : `\nStepwell is at ${config.publicUrl} (Ctrl-C stops it)`);
}

function welcome(config: Config): string {
  const stepwell = `${sameSettings(config)}npx stepwell`;
  const people = signIns().map(({ email, label }) => `    ${email.padEnd(34)} ${label}`);
  return `
  Stepwell is at ${config.publicUrl}   (Ctrl-C stops it and everything it started)

  A fictional clinic is inside. Sign in as one of (password ${signIns()[0]!.password}):
${people.join('\n')}

  Try this:
    1. Sign in as Ana. Press J and K to move, E for the evidence, A to acknowledge.
    2. In another terminal: ${stepwell} simulate --patient Greta
       Greta's steps fall for a week; the alert comes onto Ana's screen by itself.
    3. Open Juno Fableton, start a visit. Sign in as Juno in a private window, press "I am here"; admit her.
    4. Give an integration a token: ${stepwell} token --clinic demo --scopes "system/*.cruds"
`;
}
