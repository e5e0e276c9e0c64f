import { describe, expect, it } from '@jest/globals';
import { LIMITS, networkOf, secondsToWait } from './attempt-limits.js';

describe('waiting after failures', () => {
  it.each<[string, number, number, number]>([
    ['the fifth failure still costs nothing more', 4, 0, 0],
    ['the sixth attempt waits half a minute', 5, 0, 30],
    ['which passes', 5, 12, 18],
    ['and is over', 5, 30, 0],
    ['each further failure doubles it', 7, 0, 120],
    ['up to a quarter of an hour', 40, 0, 900],
    ['after an hour of quiet all is forgotten', 40, 3600, 0],
  ])('%s', (_name, failures, agoSeconds, wait) => {
    expect(secondsToWait(LIMITS.pair, failures, agoSeconds)).toBe(wait);
  });

  it('never costs a stranger more than seconds for what other strangers did', () => {
    for (const shared of [LIMITS.account, LIMITS.address]) expect(secondsToWait(shared, 1e6, 0)).toBeLessThanOrEqual(5);
  });
});

describe('who counts as one address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:DB8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('%s -> %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
