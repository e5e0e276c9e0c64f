import type { PersonSocket } from '../../platform/sockets/socket-person.js';
import { personIdOf } from '../../platform/sockets/socket-person.js';
import type { Side, VisitState } from './visit-lifecycle.js';
import type { ParticipantRole, Visit } from './visit.js';

export interface Participant {
  readonly personId: string;
  readonly role: ParticipantRole;
  readonly here: boolean;
  /** Takes part in the call, or would: of a side of a call between two, only one does. */
  readonly speaks: boolean;
  /** Null: another helper, whom the patient need not have told this one of. */
  readonly name: string | null;
}

/** One visit's open pages on this node, in the order in which they came. */
export class VisitRoom {
  /** undefined: a colleague who looks on until somebody admits. */
  private readonly pages = new Map<PersonSocket, ParticipantRole | undefined>();
  state: VisitState;

  constructor(
    readonly clinicId: string,
    private readonly visit: Visit,
    /** A call between two browsers; in a media server's room everybody takes part. */
    private readonly isForTwo: boolean,
  ) {
    this.state = visit.state;
  }

  get sockets(): PersonSocket[] {
    return [...this.pages.keys()];
  }

  roleOf(socket: PersonSocket): ParticipantRole | undefined {
    return this.pages.get(socket);
  }

  put(socket: PersonSocket, role: ParticipantRole | undefined): void {
    this.pages.set(socket, role);
  }

  /** True when the page was here. */
  remove(socket: PersonSocket): boolean {
    return this.pages.delete(socket);
  }

  /** The two whom the visit is for, here or not, and whoever else takes part and is here; as `viewer` may read it. */
  participants(viewer?: PersonSocket): Participant[] {
    const here = new Map<string, ParticipantRole>();
    const { patientPersonId, clinicianId, patientName, clinicianName } = this.visit;
    const names = new Map<string | null, string>();
    for (const [socket, role] of this.pages) {
      if (!role) continue;
      here.set(personIdOf(socket), role);
      names.set(personIdOf(socket), socket.data.principal.name);
    }
    names.set(patientPersonId, patientName).set(clinicianId, clinicianName);
    const speakers = (['patient', 'clinic'] as const).flatMap((side) => this.speakerOf(side) ?? []).map(personIdOf);
    const isHelper = viewer !== undefined && this.pages.get(viewer) === 'guest';
    const expected: [string, ParticipantRole][] = [
      ...(patientPersonId === null ? [] : [[patientPersonId, 'patient'] as [string, ParticipantRole]]),
      [clinicianId, 'clinician'],
    ];
    return [...new Map([...expected, ...here])].map(([personId, role]) => ({
      personId,
      role,
      here: here.has(personId),
      speaks: this.isForTwo ? speakers.includes(personId) : here.has(personId),
      name: isHelper && role === 'guest' && personId !== personIdOf(viewer) ? null : (names.get(personId) ?? null),
    }));
  }

  /**
   * The page that speaks for a side in a call between two browsers: the newest, because a reload leaves the old one
   * behind for a while; the patient's own before a helper's.
   */
  speakerOf(side: Side): PersonSocket | undefined {
    const roles: readonly ParticipantRole[] = side === 'clinic' ? ['clinician'] : ['patient', 'guest'];
    for (const role of roles) {
      const newest = [...this.pages].filter(([, r]) => r === role).at(-1);
      if (newest) return newest[0];
    }
    return undefined;
  }
}

export const sideOfRole = (role: ParticipantRole): Side => (role === 'clinician' ? 'clinic' : 'patient');
