import { Injectable } from '@nestjs/common';
import type { ConsentPurpose } from '../../platform/auth/consent-condition.js';
import type { ConsentStatus } from './decide-consent.js';

export interface ConsentChange {
  readonly clinicId: string;
  /** Who answered; null where nobody did: the patient is being erased. */
  readonly personId: string | null;
  readonly patientId: string;
  readonly status: ConsentStatus;
}

/** What follows from an answer, in the transaction that keeps it: either both happen or none. One room per purpose. */
@Injectable()
export class ConsentHooks {
  private readonly rooms = new Map<ConsentPurpose, (change: ConsentChange) => Promise<void>>();

  when(purpose: ConsentPurpose, follow: (change: ConsentChange) => Promise<void>): void {
    if (this.rooms.has(purpose)) throw new Error(`Somebody follows ${purpose} already`);
    this.rooms.set(purpose, follow);
  }

  async changed(purpose: ConsentPurpose, change: ConsentChange): Promise<void> {
    await this.rooms.get(purpose)?.(change);
  }
}
