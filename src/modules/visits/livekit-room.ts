import { AccessToken, RoomServiceClient, WebhookReceiver } from 'livekit-server-sdk';
import { UUID } from '../../platform/auth/compartment.js';
import { logger } from '../../platform/telemetry/logger.js';
import { badWebhook } from './visits.errors.js';
import { identityOf, KEY_SECONDS, type RoomEvent, VideoRoom } from './video-room.js';
import type { VisitJoin } from './visits.schema.js';

const EMPTY_SECONDS = 600;
/** A patient whose train goes through a tunnel comes back to the same room. */
const DEPARTURE_SECONDS = 180;
const MOST_PEOPLE = 8;

/** A room at a LiveKit server. */
export class LiveKitRoom extends VideoRoom {
  readonly holdsPeople = true;
  private readonly rooms: RoomServiceClient;
  private readonly webhooks: WebhookReceiver;

  constructor(private readonly server: { readonly url: string; readonly apiKey: string; readonly apiSecret: string }) {
    super();
    const host = server.url.replace(/^ws/, 'http');
    this.rooms = new RoomServiceClient(host, server.apiKey, server.apiSecret, { requestTimeout: 3 });
    this.webhooks = new WebhookReceiver(server.apiKey, server.apiSecret);
  }

  async join(room: string, who: { personId: string }): Promise<VisitJoin> {
    const identity = identityOf(who.personId);
    const token = new AccessToken(this.server.apiKey, this.server.apiSecret, { identity, ttl: KEY_SECONDS });
    token.addGrant({ room, roomJoin: true, canPublish: true, canSubscribe: true, canPublishData: false });
    await this.prepare(room);
    return { adapter: 'livekit', url: this.server.url.replace(/^http/, 'ws'), token: await token.toJwt(), identity };
  }

  /** With our own patience for empty rooms; LiveKit would make one by itself with less. */
  private async prepare(room: string): Promise<void> {
    try {
      await this.rooms.createRoom({
        name: room,
        emptyTimeout: EMPTY_SECONDS,
        departureTimeout: DEPARTURE_SECONDS,
        maxParticipants: MOST_PEOPLE,
      });
    } catch (error) {
      logger.warn({ code: codeOf(error) }, 'LiveKit did not prepare a room');
    }
  }

  async expel(room: string, personId: string): Promise<void> {
    await orLog(this.rooms.removeParticipant(room, identityOf(personId)), 'LiveKit did not send somebody out');
  }

  async close(room: string): Promise<void> {
    await orLog(this.rooms.deleteRoom(room), 'LiveKit did not close a room');
  }

  async readWebhook(body: Buffer, authorization: string | undefined): Promise<RoomEvent | undefined> {
    const event = await this.webhooks.receive(body.toString('utf8'), authorization).catch(() => {
      throw badWebhook();
    });
    const [clinicId, room, ...rest] = (event.room?.name ?? '').split('.');
    if (!clinicId || !room || rest.length > 0 || !UUID.test(clinicId) || !UUID.test(room) || !event.id)
      return undefined;
    const personId = /^person:(.+)$/.exec(event.participant?.identity ?? '')?.[1] ?? '';
    return { id: event.id, kind: event.event, clinicId, room, personId: UUID.test(personId) ? personId : null };
  }
}

/** A room that nobody entered does not exist, nor does somebody who has not come. */
async function orLog(done: Promise<void>, words: string): Promise<void> {
  try {
    await done;
  } catch (error) {
    if (codeOf(error) !== 'not_found') logger.warn({ code: codeOf(error) }, words);
  }
}

const codeOf = (error: unknown): string | undefined => {
  const fault = error as { code?: string; cause?: { code?: string } };
  return fault.code ?? fault.cause?.code;
};
