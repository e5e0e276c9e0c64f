import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Tokens are remembered for a few seconds: asked right away they may still work. None that is sent more than five seconds
 * after its end does, however long the answer then takes.
 */
export async function endsWithin5s(ask: () => PromiseLike<{ readonly status: number }>): Promise<void> {
  for (const endMs = Date.now() + 5000; ; await sleep(200)) {
    const sentMs = Date.now();
    if ((await ask()).status === 401) return;
    if (sentMs > endMs) throw new Error('the token still works');
  }
}
