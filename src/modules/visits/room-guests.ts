import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Caller, Principal } from '../../platform/auth/caller.js';
import { ChokePoint } from '../../platform/auth/choke-point.js';
import { Principals } from '../../platform/auth/principals.js';
import { Clock } from '../../platform/clock/clock.js';
import { repeat } from '../../platform/clock/repeat.js';
import { lookAgain, RIGHTS_EVERY_MS } from './look-again.js';
import { KEY_SECONDS, VideoRoom } from './video-room.js';
import type { Visit } from './visit.js';
import { VisitsService } from './visits.service.js';

interface Guest {
  principal: Principal;
  readonly personId: string;
  readonly visit: Visit;
  /** Since then the person may not be in there; null: they may. */
  outSinceMs: number | null;
}

/**
 * Who was let into a media server's room by this node. Closing somebody's page does not take them out of there, and they
 * need not have told us that they are in: whoever may not be in any more is sent out, again and again until no key opens.
 */
@Injectable()
export class RoomGuests implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly guests = new Map<string, Guest>();
  private rights: { stop: () => Promise<void> } | undefined;

  constructor(
    private readonly visits: VisitsService,
    private readonly video: VideoRoom,
    private readonly principals: Principals,
    private readonly chokePoint: ChokePoint,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.rights = repeat('guests of media rooms', RIGHTS_EVERY_MS, () => this.look());
  }

  note(caller: Caller, visit: Visit): void {
    const { personId } = caller;
    if (personId === null || !this.video.holdsPeople) return;
    this.guests.set(`${visit.room} ${personId}`, { principal: caller, personId, visit, outSinceMs: null });
  }

  private async look(): Promise<void> {
    const inside = [...this.guests.values()].filter(({ outSinceMs }) => outSinceMs === null);
    const renewed =
      inside.length > 0 ? await this.principals.refreshAll(inside.map((one) => one.principal)) : undefined;
    for (const [key, guest] of this.guests) {
      if (guest.outSinceMs === null) {
        const principal = renewed?.get(guest.principal);
        const stay = principal ? await this.mayStay(principal, guest) : 'out';
        if (stay === 'over') this.guests.delete(key);
        if (stay === 'in') guest.principal = principal!;
        if (stay !== 'out') continue;
        guest.outSinceMs = this.clock.now().getTime();
      }
      await this.video.expel(guest.visit.room, guest.personId);
      if (this.clock.now().getTime() - guest.outSinceMs > KEY_SECONDS * 1000) this.guests.delete(key);
    }
  }

  private async mayStay(principal: Principal, { visit }: Guest): Promise<'in' | 'out' | 'over'> {
    const now = await lookAgain({ chokePoint: this.chokePoint, visits: this.visits }, principal, visit.id);
    // The room was closed with the visit.
    if (now && now.visit.state !== 'in-progress') return 'over';
    return now?.role ? 'in' : 'out';
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rights?.stop();
  }
}
