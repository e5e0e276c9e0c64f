import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config.js';
import type { Side } from './visit-lifecycle.js';
import { badWebhook } from './visits.errors.js';
import { identityOf, VideoRoom } from './video-room.js';
import type { VisitJoin } from './visits.schema.js';

/** Two browsers, no media server: they find each other through the visit's socket. */
@Injectable()
export class DirectRoom extends VideoRoom {
  readonly holdsPeople = false;

  constructor(private readonly config: Config) {
    super();
  }

  async join(_room: string, who: { personId: string; side: Side }): Promise<VisitJoin> {
    const iceServers = this.config.iceServers.map(({ urls, username, credential }) => ({
      urls,
      ...(username === undefined ? {} : { username }),
      ...(credential === undefined ? {} : { credential }),
    }));
    // Exactly one of the two gives way when both call at once.
    return { adapter: 'direct', iceServers, polite: who.side === 'patient', identity: identityOf(who.personId) };
  }

  async expel(): Promise<void> {}

  async close(): Promise<void> {}

  async readWebhook(): Promise<never> {
    throw badWebhook();
  }
}
