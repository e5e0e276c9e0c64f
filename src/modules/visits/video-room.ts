import type { Side } from './visit-lifecycle.js';
import type { VisitJoin } from './visits.schema.js';

/** What a media server told us, proven by its signature. Evidence, never a command. */
export interface RoomEvent {
  readonly id: string;
  readonly kind: string;
  readonly clinicId: string;
  readonly room: string;
  readonly personId: string | null;
}

/** So long opens what `join` hands out: to come in, not to stay. Who is in stays until the visit or their right to it ends. */
export const KEY_SECONDS = 600;

/** Where a visit's voices and pictures meet. Asked only after the visit has decided who may come in. */
export abstract class VideoRoom {
  /** What a page needs to enter this room as that person. */
  abstract join(room: string, who: { readonly personId: string; readonly side: Side }): Promise<VisitJoin>;
  /** Are people in a server's room, where closing their page does not end what they hear? */
  abstract readonly holdsPeople: boolean;
  /** Sends one person out, if they are in. Never throws. */
  abstract expel(room: string, personId: string): Promise<void>;
  /** Sends everybody out. Never throws: a media server that is away does not keep a visit from ending. */
  abstract close(room: string): Promise<void>;
  /**
   * Reads a message of the media server; undefined when it is about no visit of ours.
   *
   * @throws DomainError WEBHOOK_REFUSED without the right signature over exactly these bytes
   */
  abstract readWebhook(body: Buffer, authorization: string | undefined): Promise<RoomEvent | undefined>;
}

export const identityOf = (personId: string) => `person:${personId}`;
