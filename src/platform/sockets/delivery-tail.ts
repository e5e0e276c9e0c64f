import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import { logger } from '../telemetry/logger.js';
import { deliveriesSent } from '../telemetry/metrics.js';
import { type DeliveryRow, findDeliveriesBehind, findLastCursor, markAcknowledged } from './deliveries-behind.js';
import { Doorbell } from './doorbell.js';
import { type Acknowledged, Follower } from './follower.js';
import { repeat } from '../clock/repeat.js';
import { personIdOf, type PersonSocket } from './socket-person.js';

const POLL_EVERY_MS = 1_000;

interface ClinicTail {
  readonly followers: Map<PersonSocket, Follower>;
  /** By person, until the next read writes it down. */
  acknowledged: Map<string, Acknowledged>;
  reading: boolean;
  again: boolean;
}

/**
 * Carries deliveries from the database to this node's open pages, in cursor order. The doorbell makes it quick, the
 * poll makes it certain; neither carries content.
 */
@Injectable()
export class DeliveryTail implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly clinics = new Map<string, ClinicTail>();
  private readonly doorbell: Doorbell;
  private poll: { stop: () => Promise<void> } | undefined;

  constructor(private readonly database: Database) {
    this.doorbell = new Doorbell(database.url, (clinicId) => void this.read(clinicId));
  }

  onApplicationBootstrap(): void {
    this.doorbell.start();
    this.poll = repeat('delivery poll', POLL_EVERY_MS, async () => {
      for (const [clinicId, { followers }] of [...this.clinics]) {
        for (const follower of followers.values()) follower.repeatUnanswered();
        await this.read(clinicId);
      }
    });
  }

  follow(socket: PersonSocket): Follower {
    const { clinicId } = socket.data.principal;
    const fresh: ClinicTail = { followers: new Map(), acknowledged: new Map(), reading: false, again: false };
    const tail = this.clinics.get(clinicId) ?? fresh;
    this.clinics.set(clinicId, tail);
    const follower = tail.followers.get(socket) ?? new Follower(socket);
    tail.followers.set(socket, follower);
    return follower;
  }

  forget(socket: PersonSocket): void {
    this.clinics.get(socket.data.principal.clinicId)?.followers.delete(socket);
  }

  lastCursor(clinicId: string, personId: string): Promise<number> {
    return this.database.inClinic(clinicId, () => findLastCursor(personId));
  }

  /** The page stands there, and so has everything up to there. */
  move(socket: PersonSocket, cursor: number): void {
    this.note(socket, this.follow(socket).moveTo(cursor));
  }

  acknowledge(socket: PersonSocket, cursor: number): void {
    const tail = this.clinics.get(socket.data.principal.clinicId);
    this.note(socket, tail?.followers.get(socket)?.acknowledge(cursor));
  }

  /** Kept in memory until the next read: a burst of acknowledgements is one statement. */
  private note(socket: PersonSocket, acknowledged: Acknowledged | undefined): void {
    const tail = this.clinics.get(socket.data.principal.clinicId);
    if (tail && acknowledged) join(tail.acknowledged, personIdOf(socket), acknowledged);
  }

  /** Reads what a clinic's pages lack. One read at a time per clinic; a ring during a read makes another follow. */
  async read(clinicId: string): Promise<void> {
    const tail = this.clinics.get(clinicId);
    if (!tail) return;
    tail.again = true;
    if (tail.reading) return;
    tail.reading = true;
    try {
      while (tail.again) {
        tail.again = false;
        await this.readOnce(clinicId, tail);
      }
    } catch (error) {
      logger.warn({ code: (error as { code?: string }).code }, 'deliveries could not be read; trying again');
    } finally {
      tail.reading = false;
      if (tail.followers.size === 0 && tail.acknowledged.size === 0) this.clinics.delete(clinicId);
    }
  }

  private async readOnce(clinicId: string, tail: ClinicTail): Promise<void> {
    const asked = [...tail.followers.values()]
      .filter((follower) => follower.cursor !== null)
      .map((follower) => ({ follower, moves: follower.moves }));
    const positions = lowestPositions(asked.map(({ follower }) => follower));
    const { acknowledged } = tail;
    if (positions.length === 0 && acknowledged.size === 0) return;
    tail.acknowledged = new Map();
    const rows = await this.database
      .inClinic(clinicId, async () => {
        if (acknowledged.size > 0)
          await markAcknowledged([...acknowledged].map(([personId, a]) => ({ personId, ...a })));
        return positions.length > 0 ? findDeliveriesBehind(positions) : [];
      })
      .catch((error: unknown) => {
        for (const [personId, one] of acknowledged) join(tail.acknowledged, personId, one);
        throw error;
      });
    const byPerson = Map.groupBy(rows, (row) => row.personId);
    for (const { follower, moves } of asked) {
      if (follower.moves !== moves) continue;
      const mine: DeliveryRow[] = byPerson.get(personIdOf(follower.socket)) ?? [];
      deliveriesSent.inc(follower.take(mine));
      // Its lag may have hidden newer rows from the same person's other pages.
      if (follower.cursor === null) tail.again = true;
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all([this.poll?.stop(), this.doorbell.stop()]);
  }
}

/** What one page of a person has, the person has. */
function join(all: Map<string, Acknowledged>, personId: string, { after, upto }: Acknowledged): void {
  const known = all.get(personId) ?? { after, upto };
  all.set(personId, { after: Math.min(known.after, after), upto: Math.max(known.upto, upto) });
}

/** A person may have several pages; the one furthest behind decides from where we read. */
function lowestPositions(followers: readonly Follower[]): { personId: string; after: number }[] {
  const lowest = new Map<string, number>();
  for (const { socket, cursor } of followers) {
    const personId = personIdOf(socket);
    lowest.set(personId, Math.min(cursor ?? Infinity, lowest.get(personId) ?? Infinity));
  }
  return [...lowest].map(([personId, after]) => ({ personId, after }));
}
