import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { DomainError } from '../http/domain-error.js';
import { Pace } from '../http/pace.js';
import type { AccessRule } from './access.decorator.js';
import { networkOf } from './attempt-limits.js';
import type { Principal } from './caller.js';

/**
 * Readings of devices: a gateway pushes for a whole clinic at night, all that it stands for is known from one token, and
 * what is too much is already put off where it hurts (GroupCommit answers 503 with a time).
 */
const isPush = (rule: AccessRule) =>
  !('open' in rule) && rule.interaction === 'create' && (rule.type === 'Observation' || rule.type === 'Bundle');

/**
 * How much anybody may ask for (ASVS 2.4.1): each account, app or integration by itself, and all strangers of one
 * address together. Whoever is signed in is never counted by the address: a clinic's staff shares one.
 */
@Injectable()
export class RequestLimits {
  private readonly accounts: Pace;
  private readonly strangers: Pace;
  private readonly connects: Pace;

  constructor({ requestLimits }: Config) {
    this.accounts = new Pace(requestLimits.accountPerMinute);
    this.strangers = new Pace(requestLimits.addressPerMinute);
    this.connects = new Pace(requestLimits.addressPerMinute);
  }

  /** @throws DomainError TOO_MANY_REQUESTS */
  admit(principal: Principal, rule: AccessRule): void {
    if (!isPush(rule)) refuse(this.accounts.take(principal.actor));
  }

  /**
   * Who has not said who they are, or not rightly so.
   *
   * @throws DomainError TOO_MANY_REQUESTS
   */
  admitStranger(address: string): void {
    refuse(this.strangers.take(networkOf(address)));
  }

  /** May one more socket be opened from there? Its ticket is looked at afterwards. */
  admitSocket(address: string): boolean {
    return this.connects.take(networkOf(address)) === 0;
  }
}

function refuse(waitSeconds: number): void {
  if (waitSeconds === 0) return;
  throw new DomainError(
    'TOO_MANY_REQUESTS',
    429,
    `Too many requests. Go on in ${waitSeconds} ${waitSeconds === 1 ? 'second' : 'seconds'}, and more slowly.`,
    [],
    undefined,
    waitSeconds,
  );
}
