import { Injectable } from '@nestjs/common';
import { afterCommit } from '../../platform/database/database.js';
import { type ConsentChange, ConsentHooks } from '../consents/index.js';
import type { Visit } from './visit.js';
import { tellVisits } from './tell-visits.js';
import { VideoRoom } from './video-room.js';
import { decideWithdrawal, type VisitState } from './visit-lifecycle.js';
import { VisitNews } from './visit-news.js';
import { VisitNotes } from './visit-notes.service.js';
import { insertVisitEvent, lockOpenVisits, moveVisit } from './visits.repository.js';

/** Ends what goes on at a distance when the patient withdraws consent to it: in the same transaction, on all nodes. */
@Injectable()
export class TelehealthWithdrawal {
  constructor(
    hooks: ConsentHooks,
    private readonly notes: VisitNotes,
    private readonly news: VisitNews,
    private readonly video: VideoRoom,
  ) {
    hooks.when('telehealth', (change) => this.follow(change));
  }

  private async follow({ clinicId, personId, patientId, status }: ConsentChange): Promise<void> {
    if (status !== 'withdrawn') return;
    const moved: { visit: Visit; state: VisitState }[] = [];
    for (const visit of await lockOpenVisits(patientId)) {
      const state = decideWithdrawal(visit);
      if (state === null) continue;
      await moveVisit(visit.id, state);
      await insertVisitEvent({ visitId: visit.id, kind: state, personId, detail: 'consent to telehealth withdrawn' });
      if (state === 'ended') await this.notes.finalise(visit);
      moved.push({ visit, state });
    }
    await tellVisits(moved.map(({ visit }) => visit));
    afterCommit(() => {
      for (const { visit, state } of moved) {
        this.news.tell({ clinicId, visitId: visit.id, state });
        void this.video.close(visit.room);
      }
    });
  }
}
