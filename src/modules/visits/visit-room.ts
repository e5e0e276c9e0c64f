import type { PersonSocket } from '../../platform/sockets/socket-person.js';
import { personIdOf } from '../../platform/sockets/socket-person.js';
import type { Side, VisitState } from './visit-lifecycle.js';
import type { ParticipantRole, Visit } from './visit.js';

export interface Participant {
  readonly personId: string;
  readonly role: ParticipantRole;
  readonly here: boolean;
}

/** One visit's open pages on this node, in the order in which they came. */
export class VisitRoom {
  /** undefined: a colleague who looks on until somebody admits. */
  private readonly pages = new Map<PersonSocket, ParticipantRole | undefined>();
  state: VisitState;

  constructor(
    readonly clinicId: string,
    private readonly visit: Visit,
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

  /** The two whom the visit is for, here or not, and whoever else takes part and is here. */
  participants(): Participant[] {
    const here = new Map<string, ParticipantRole>();
    for (const [socket, role] of this.pages) if (role) here.set(personIdOf(socket), role);
    const { patientPersonId, clinicianId } = this.visit;
    const expected: [string, ParticipantRole][] = [
      ...(patientPersonId === null ? [] : [[patientPersonId, 'patient'] as [string, ParticipantRole]]),
      [clinicianId, 'clinician'],
    ];
    return [...new Map([...expected, ...here])].map(([personId, role]) => ({
      personId,
      role,
      here: here.has(personId),
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
