import type { Socket } from 'socket.io-client';
import type { VisitState } from '../api/types.js';
import { openSocket } from '../live/socket.js';
import { Emitter } from './room.js';
import { sideOf } from './who.js';

export interface Participant {
  personId: string;
  role: 'patient' | 'clinician' | 'guest';
  here: boolean;
  /** In the call, or would be: between two browsers there is room for one of a side. */
  speaks: boolean;
  /** Null: another helper, of whom a helper is told no more. */
  name: string | null;
}
export interface Signal {
  description?: RTCSessionDescriptionInit;
  candidate?: RTCIceCandidateInit;
}
/** `from`: the person whose page said it. */
type HeardSignal = Signal & { from: string };
interface ChannelEvents {
  presence: Participant[];
  state: VisitState;
  signal: HeardSignal;
  /** Somebody else is (newly) here, or we are back ourselves: what was said before may not have been heard. */
  arrived: null;
  connected: boolean;
}

/** One visit's line to the server: who is here, what state the visit is in, and the two browsers' signals. */
export class VisitChannel extends Emitter<ChannelEvents> {
  readonly #socket: Socket;
  #participants: Participant[] = [];
  #entered = false;

  constructor(
    readonly visitId: string,
    readonly me: string,
    open: (namespace: '/visits') => Socket = openSocket,
  ) {
    super();
    this.#socket = open('/visits');
    this.#socket.on('connect', () => this.#enter());
    this.#socket.on('disconnect', (reason) => {
      this.#entered = false;
      this.emit('connected', false);
      if (reason === 'io server disconnect') setTimeout(() => this.#socket.connect(), 1_000);
    });
    // A refused handshake ends socket.io's own retries.
    this.#socket.on('connect_error', () => {
      if (!this.#socket.active) setTimeout(() => this.#socket.connect(), 3_000);
    });
    this.#socket.on('presence', (m: { visitId: string; participants: Participant[] }) => {
      if (m.visitId === visitId) this.#take(m.participants);
    });
    this.#socket.on('state', (m: { visitId: string; state: VisitState }) => {
      if (m.visitId === visitId) this.emit('state', m.state);
    });
    this.#socket.on('signal', (m: { visitId: string; from: string; data: Signal }) => {
      if (m.visitId === visitId) this.emit('signal', { ...m.data, from: m.from });
    });
  }

  get participants(): Participant[] {
    return this.#participants;
  }
  /** Somebody of the other side: whoever waits on ours is nobody to talk with. */
  get otherIsHere(): boolean {
    const mine = this.#participants.find((p) => p.personId === this.me);
    const others = this.#participants.filter((p) => p.personId !== this.me && p.here);
    return others.some((p) => !mine || sideOf(p) !== sideOf(mine));
  }
  /** True once the server has let us in; nothing sent before that would be relayed. */
  get entered(): boolean {
    return this.#entered;
  }

  send(data: Signal): void {
    if (this.#entered) this.#socket.emit('signal', { visitId: this.visitId, data });
  }

  /** After admission or a change of rights: ask again who is here. */
  refresh(): void {
    if (this.#socket.connected) this.#enter();
  }

  /** The newest page of a person speaks for them. Entering once more makes it this one. */
  takeOver(): void {
    if (!this.#socket.connected) return;
    this.#socket.emit('leave', { visitId: this.visitId });
    this.#entered = false;
    this.#enter();
  }

  close(): void {
    if (this.#socket.connected) this.#socket.emit('leave', { visitId: this.visitId });
    this.#socket.disconnect();
  }

  #enter(): void {
    const answered = (error: unknown, answer?: { ok: boolean; participants?: Participant[] }) => {
      if (error || !answer?.ok) {
        setTimeout(() => this.#socket.connected && !this.#entered && this.#enter(), 3_000);
        return;
      }
      const back = !this.#entered;
      this.#entered = true;
      this.emit('connected', true);
      if (answer.participants) this.#take(answer.participants, back);
    };
    this.#socket.timeout(8_000).emit('enter', { visitId: this.visitId }, answered);
  }

  #take(participants: Participant[], back = false): void {
    const before = new Set(this.#participants.filter((p) => p.here).map((p) => p.personId));
    this.#participants = participants;
    this.emit('presence', participants);
    const others = participants.filter((p) => p.personId !== this.me && p.here);
    if (others.some((p) => back || !before.has(p.personId))) this.emit('arrived', null);
  }
}
