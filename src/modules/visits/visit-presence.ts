import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import { ChokePoint } from '../../platform/auth/choke-point.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { repeat } from '../../platform/clock/repeat.js';
import { personIdOf, type PersonSocket } from '../../platform/sockets/socket-person.js';
import { lookAgain, RIGHTS_EVERY_MS } from './look-again.js';
import { VideoRoom } from './video-room.js';
import { VisitNews } from './visit-news.js';
import { type Participant, sideOfRole, VisitRoom } from './visit-room.js';
import type { Visit } from './visit.js';
import { notParticipant, refused } from './visits.errors.js';
import type { Signal } from './visits.schema.js';
import { VisitsService } from './visits.service.js';

const MOST_ROOMS = 5;

/** Who is in which visit's room, and what their browsers say to each other. Coming and going never moves a visit. */
@Injectable()
export class VisitPresence implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rooms = new Map<string, VisitRoom>();
  private readonly turns = new WeakMap<PersonSocket, Promise<unknown>>();
  private rights: { stop: () => Promise<void> } | undefined;

  constructor(
    private readonly visits: VisitsService,
    private readonly chokePoint: ChokePoint,
    private readonly news: VisitNews,
    private readonly video: VideoRoom,
  ) {}

  onApplicationBootstrap(): void {
    this.news.listen(({ clinicId, visitId }) => void this.refresh(clinicId, visitId).catch(() => undefined));
    this.rights = repeat('visit rooms', RIGHTS_EVERY_MS, async () => {
      for (const key of [...this.rooms.keys()]) {
        const [clinicId, visitId] = key.split('/');
        await this.refresh(clinicId ?? '', visitId ?? '');
      }
    });
  }

  async enter(caller: Caller, socket: PersonSocket, visitId: string): Promise<Participant[]> {
    const { visit, role } = await this.visits.participation(caller, visitId);
    if (!role && !isBefore(visit)) throw notParticipant();
    const key = keyOf(caller.clinicId, visitId);
    const room = this.rooms.get(key) ?? new VisitRoom(caller.clinicId, visit, !this.video.holdsPeople);
    if (socket.disconnected || this.roomsOf(socket).length >= MOST_ROOMS) throw notParticipant();
    this.rooms.set(key, room);
    room.put(socket, role);
    this.tellPresence(visitId, room, socket);
    return room.participants(socket);
  }

  leave(caller: Caller, socket: PersonSocket, visitId: string): void {
    this.remove(keyOf(caller.clinicId, visitId), socket);
  }

  /** The page is gone, for whatever reason. */
  forget(socket: PersonSocket): void {
    for (const key of this.roomsOf(socket)) this.remove(key, socket);
  }

  /** One after the other, in the order said: an answer must not overtake its offer while rights are looked up. */
  signal(caller: Caller, socket: PersonSocket, message: Signal): Promise<void> {
    const turn = (this.turns.get(socket) ?? Promise.resolve()).then(() => this.relay(caller, socket, message));
    this.turns.set(
      socket,
      turn.catch(() => undefined),
    );
    return turn;
  }

  private async relay(caller: Caller, socket: PersonSocket, { visitId, data }: Signal): Promise<void> {
    const room = this.rooms.get(keyOf(caller.clinicId, visitId));
    const { visit, role } = await this.visits.participation(caller, visitId);
    if (!role || !room?.roleOf(socket)) throw notParticipant();
    if (visit.state !== 'in-progress') throw refused('VISIT_NOT_ADMITTED');
    const side = sideOfRole(role);
    if (room.speakerOf(side) !== socket)
      throw new DomainError('VISIT_ELSEWHERE', 409, 'This side of the visit speaks through another page now.');
    room
      .speakerOf(side === 'clinic' ? 'patient' : 'clinic')
      ?.emit('signal', { visitId, from: personIdOf(socket), data });
  }

  /** Looks again who may be in this room and what state its visit is in; tells what is new. */
  private async refresh(clinicId: string, visitId: string): Promise<void> {
    const key = keyOf(clinicId, visitId);
    const room = this.rooms.get(key);
    if (!room) return;
    const before = JSON.stringify(room.participants());
    for (const socket of room.sockets) {
      const found = await lookAgain(
        { chokePoint: this.chokePoint, visits: this.visits },
        socket.data.principal,
        visitId,
      );
      if (!found) {
        this.remove(key, socket);
        socket.disconnect(true);
        continue;
      }
      const { visit, role } = found;
      if (room.state !== visit.state) {
        room.state = visit.state;
        for (const page of room.sockets) page.emit('state', { visitId, state: visit.state });
      }
      if (!role && !isBefore(visit)) this.remove(key, socket);
      else if (room.sockets.includes(socket)) room.put(socket, role);
    }
    if (JSON.stringify(room.participants()) !== before) this.tellPresence(visitId, room);
  }

  private remove(key: string, socket: PersonSocket): void {
    const room = this.rooms.get(key);
    if (!room?.remove(socket)) return;
    if (room.sockets.length === 0) this.rooms.delete(key);
    else this.tellPresence(key.split('/')[1] ?? '', room);
  }

  private tellPresence(visitId: string, room: VisitRoom, except?: PersonSocket): void {
    for (const page of room.sockets)
      if (page !== except) page.emit('presence', { visitId, participants: room.participants(page) });
  }

  private roomsOf(socket: PersonSocket): string[] {
    return [...this.rooms].filter(([, room]) => room.sockets.includes(socket)).map(([key]) => key);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rights?.stop();
  }
}

const keyOf = (clinicId: string, visitId: string) => `${clinicId}/${visitId}`;
/** Before admission every colleague who may admit also sees whether the patient is there. */
const isBefore = (visit: Visit) => visit.state === 'booked' || visit.state === 'waiting';
