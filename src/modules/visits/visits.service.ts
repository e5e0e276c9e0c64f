import { Injectable } from '@nestjs/common';
import { civilDayOf, endOfDay, startOfDay } from '../../metrics/index.js';
import { audit } from '../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../platform/auth/caller.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { afterCommit, Database } from '../../platform/database/database.js';
import { forbidden, invalid } from '../../platform/http/domain-error.js';
import { findCareRecipients, type NewDelivery } from '../../platform/sockets/deliveries.js';
import { findOpenHours, isOpenAt } from '../clinics/index.js';
import { isConsented } from '../consents/index.js';
import { clearConcern } from '../alerts/index.js';
import { decideBooking, decideRoom } from './decide-booking.js';
import { findMissed } from './no-show.repository.js';
import { decideVisit, type VisitAct } from './visit-lifecycle.js';
import { VisitNews } from './visit-news.js';
import { VisitNotes } from './visit-notes.service.js';
import { decideParticipant, type ParticipantRole, sideOf, type Visit } from './visit.js';
import { reachVisit } from './visit-reach.js';
import { tellVisits } from './tell-visits.js';
import { VideoRoom } from './video-room.js';
import * as errors from './visits.errors.js';
import * as repository from './visits.repository.js';
import type { NewVisit, VisitJoin, VisitQuery } from './visits.schema.js';

const STORY: Record<VisitAct, string> = { arrive: 'arrived', admit: 'admitted', end: 'ended', cancel: 'cancelled' };

@Injectable()
export class VisitsService {
  constructor(
    private readonly database: Database,
    private readonly video: VideoRoom,
    private readonly news: VisitNews,
    private readonly notes: VisitNotes,
    private readonly clock: Clock,
  ) {}

  list(caller: Caller, wanted: VisitQuery): Promise<Visit[]> {
    return this.database.inClinic(caller.clinicId, async () => {
      if (wanted.patientId) await reachPatient(caller, wanted.patientId);
      const visits = await repository.findVisits(caller, wanted);
      touchPatients(
        caller,
        visits.map((visit) => visit.patientId),
      );
      caller.act.count = visits.length;
      return visits;
    });
  }

  read(caller: Caller, id: string): Promise<Visit> {
    return this.database.inClinic(caller.clinicId, () => reachVisit(caller, id));
  }

  /** Books a visit; the same request again answers the visit that it booked. */
  create(caller: Caller, body: NewVisit): Promise<Visit> {
    const me = caller.personId;
    if (me === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, body.patientId);
      const clinicianId = body.clinicianId ?? me;
      if (!(await findCareRecipients(body.patientId)).includes(clinicianId)) throw errors.cannotTreat();
      if (body.alertId && !(await repository.isAlertOf(body.alertId, body.patientId)))
        throw invalid([{ path: 'alertId', message: 'is no alert of this patient' }]);
      await repository.lockBookings();
      // What was booked stays booked, however late it is asked for again.
      if (!(await repository.findVisit(caller, body.id))) await this.refuseBadTime({ ...body, clinicianId });
      const fresh = await repository.insertVisit({ ...body, clinicianId }, me);
      const visit = await repository.findVisit(caller, body.id);
      if (!visit || !isSame(visit, { ...body, clinicianId })) throw errors.visitDiffers();
      caller.act.objectId = visit.id;
      if (fresh) await repository.insertVisitEvent({ visitId: visit.id, kind: 'booked', personId: me });
      await audit(caller);
      if (fresh) await tellVisits([visit]);
      return visit;
    });
  }

  private async refuseBadTime(visit: NewVisit & { readonly clinicianId: string }): Promise<void> {
    const hours = await findOpenHours();
    const startsAtMs = Date.parse(visit.startsAt);
    const isOpen = isOpenAt(hours, startsAtMs);
    const badTime = decideBooking(visit, { nowMs: this.clock.now().getTime(), zone: hours.zone, isOpen });
    if (badTime) throw errors.badTime(badTime);
    const day = civilDayOf(hours.zone, startsAtMs);
    const [from, to] = [startOfDay(hours.zone, day), endOfDay(hours.zone, day)];
    const overlaps = await repository.findOverlaps(visit);
    const visitsThatDay = await repository.countOpenVisits(visit.patientId, from, to);
    const noRoom = decideRoom(visit, { overlaps, visitsThatDay });
    if (noRoom) throw noRoom === 'VISIT_DAY_FULL' ? errors.tooManyThatDay() : errors.overlaps(overlaps);
  }

  /** Arrive, admit, end, cancel: decided under a lock, told to both sides when it is done. */
  async act(caller: Caller, id: string, act: VisitAct, reason?: string): Promise<Visit> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachVisit(caller, id);
      await repository.lockVisit(id);
      const visit = await reachVisit(caller, id);
      // After the lock: a withdrawal locks the visit too, so either it is seen here or it sees what is done here.
      const agreed = await isConsented(visit.patientId, 'telehealth');
      const decision = decideVisit(visit, act, sideOf(caller), agreed);
      if (decision.kind === 'refuse') throw errors.refused(decision.code);
      // Whoever admits takes part, also a second one who covers for the first.
      if (decision.kind === 'move' || act === 'admit')
        await repository.insertVisitEvent({
          visitId: id,
          kind: STORY[act],
          personId: caller.personId,
          detail: reason ?? null,
        });
      if (decision.kind === 'same') {
        await audit(caller);
        return visit;
      }
      await repository.moveVisit(id, decision.to);
      if (decision.to === 'ended') await this.notes.finalise(visit);
      await audit(caller);
      await tellVisits([visit], await clearNoShow(visit));
      const moved = await reachVisit(caller, id);
      afterCommit(() => {
        this.news.tell({ clinicId: caller.clinicId, visitId: id, state: moved.state });
        if (moved.state === 'ended' || moved.state === 'cancelled') void this.video.close(moved.room);
      });
      return moved;
    });
  }

  /** What a page needs to enter the call, and the visit it is for. Nothing before admission, nothing after the end. */
  async join(caller: Caller, id: string): Promise<{ visit: Visit; join: VisitJoin }> {
    const { visit, role } = await this.participation(caller, id);
    if (visit.modality !== 'video') throw errors.noVideo();
    if (visit.state !== 'in-progress') throw errors.refused('VISIT_NOT_ADMITTED');
    if (!role) throw errors.notParticipant();
    const who = { personId: caller.personId ?? '', side: sideOf(caller) };
    return { visit, join: await this.video.join(visit.room, who) };
  }

  /** What the caller is in this visit, as it stands now. */
  participation(caller: Caller, id: string): Promise<{ visit: Visit; role: ParticipantRole | undefined }> {
    return this.database.inClinic(caller.clinicId, async () => {
      const visit = await reachVisit(caller, id);
      return { visit, role: decideParticipant(visit, caller, await repository.findAdmitters(id)) };
    });
  }

  /** Keeps what the media server says as evidence. It never moves a visit: admission and end are people's decisions. */
  async noteRoomEvent(body: Buffer, authorization: string | undefined): Promise<void> {
    const event = await this.video.readWebhook(body, authorization);
    if (!event) return;
    await this.database.inClinic(event.clinicId, async () => {
      const visitId = await repository.findVisitByRoom(event.room);
      if (visitId === undefined) return;
      const { kind, personId, id } = event;
      await repository.insertVisitEvent({ visitId, kind: `livekit.${kind}`, personId, externalId: `livekit:${id}` });
    });
  }
}

/** Whoever came late, or will not come at all, is nobody to look for. */
async function clearNoShow({ id, patientId }: Visit): Promise<NewDelivery[]> {
  const missed = await findMissed(id);
  return missed ? clearConcern({ patientId, producer: 'visits', kind: 'no-show', key: id }, missed.now) : [];
}

const isSame = (visit: Visit, body: NewVisit) =>
  visit.patientId === body.patientId &&
  visit.clinicianId === body.clinicianId &&
  visit.modality === body.modality &&
  visit.minutes === body.minutes &&
  visit.startsAt.getTime() === Date.parse(body.startsAt);
