import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../support/database.js';
import { playRolling } from '../support/faults/rolling.js';
import { stepwell } from '../support/stepwell.js';

let database: TestDatabase;

beforeAll(async () => {
  // Builds what is missing, so that the test below does not wait for it.
  await stepwell(['help']).ended;
  database = await freshDatabase();
}, 180_000);
afterAll(() => database?.drop());

it('F23: nodes started anew in turn answer every request, say first that they leave, and send their pages to the other', async () => {
  const played = await playRolling({ database, leaveSeconds: 5, everyMs: 40, rounds: 1 });
  console.log(
    `rolling restart: ${played.requests} requests, drained in ${played.drainMs.map(Math.round).join(', ')} ms`,
  );
  expect(played).toMatchObject({ failed: {}, restarts: 2, unclean: 0, unannounced: 0, untold: 0 });
  expect(played).toMatchObject({ pageAnew: 0, pageHeard: 1 });
  expect(played.requests).toBeGreaterThan(100);
}, 180_000);
