import { isIPv6 } from 'node:net';

/** How failures add up to a wait. `free` failures cost nothing; then the wait doubles up to its cap. */
export interface AttemptLimit {
  readonly free: number;
  readonly firstWaitSeconds: number;
  readonly longestWaitSeconds: number;
  /** Failures are forgotten after so long without one. */
  readonly forgetSeconds: number;
}

/**
 * The limits are made so that nobody can lock out another: a browser that has signed in before (OWASP's device cookie)
 * is counted by itself, and what strangers do together to one account or from one address costs the next stranger
 * seconds, never the owner's own browser anything.
 */
export const LIMITS = {
  /** One browser that this account has used before. */
  device: { free: 10, firstWaitSeconds: 30, longestWaitSeconds: 900, forgetSeconds: 3600 },
  /** Unknown browsers at one address, one account. */
  pair: { free: 5, firstWaitSeconds: 30, longestWaitSeconds: 900, forgetSeconds: 3600 },
  /** All unknown browsers together, one account: one guess in five seconds is 17,000 a day. */
  account: { free: 50, firstWaitSeconds: 5, longestWaitSeconds: 5, forgetSeconds: 3600 },
  /** All unknown browsers at one address, all accounts: a clinic's staff shares one. */
  address: { free: 100, firstWaitSeconds: 1, longestWaitSeconds: 1, forgetSeconds: 3600 },
  /** Mails to one person that anybody may cause: the next ones are not sent. */
  mail: { free: 3, firstWaitSeconds: 300, longestWaitSeconds: 3600, forgetSeconds: 24 * 3600 },
  /** Mails caused from one address. */
  mailer: { free: 20, firstWaitSeconds: 60, longestWaitSeconds: 3600, forgetSeconds: 3600 },
} as const satisfies Record<string, AttemptLimit>;
export type LimitName = keyof typeof LIMITS;

/** Seconds to wait yet before the next attempt counts, after so many failures, the last one `agoSeconds` ago. */
export function secondsToWait(limit: AttemptLimit, failures: number, agoSeconds: number): number {
  if (agoSeconds >= limit.forgetSeconds || failures < limit.free) return 0;
  const wait = Math.min(limit.longestWaitSeconds, limit.firstWaitSeconds * 2 ** (failures - limit.free));
  return Math.max(0, Math.ceil(wait - agoSeconds));
}

/** Who counts as one address: an IPv4 address, or the 64 bits of an IPv6 address that one line is given. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = (plain.split('%')[0] ?? '').split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail === undefined ? [] : tail.split(':').filter(Boolean);
  const filled =
    tail === undefined ? left : [...left, ...Array<string>(8 - left.length - right.length).fill('0'), ...right];
  return `${filled
    .slice(0, 4)
    .map((part) => parseInt(part, 16).toString(16))
    .join(':')}::/64`;
}
