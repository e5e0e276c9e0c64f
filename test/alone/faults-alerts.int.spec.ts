import { expect, it } from '@jest/globals';
import { playAlerts } from '../support/ledger/play-alerts.js';
import { describeWith } from '../support/outside.js';

describeWith('PostgreSQL is found in /proc', process.platform === 'linux', 'an alert', () => {
  it('is shown once and in order on every page, whatever lines break, pages sleep, and nodes and PostgreSQL die', async () => {
    const played = await playAlerts({ alerts: 400, pages: 6, nodes: 2, postgres: 1, seed: 20_261_126 });
    console.log(`alerts: ${JSON.stringify(played)}`);
    expect(played).toMatchObject({ alerts: 400, unlikeLedger: 0, lost: 0, doubled: 0, outOfOrder: 0 });
    expect(played.blows).toMatchObject({ nodes: 2, postgres: 1 });
    // Told one by one, not found by fetching everything again.
    expect(played.shown).toBeGreaterThan(400);
  }, 240_000);
});
