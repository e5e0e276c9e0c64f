import { logger } from '../telemetry/logger.js';

/** Runs `work` every `everyMs`, never twice at once; a failure is logged and the next turn comes. */
export function repeat(name: string, everyMs: number, work: () => Promise<void>): { stop: () => Promise<void> } {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= work()
      .catch((error: unknown) => logger.warn({ task: name, code: (error as { code?: string }).code }, 'turn failed'))
      .finally(() => (running = undefined));
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
