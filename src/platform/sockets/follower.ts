import { type DeliveryRow, MOST_BEHIND } from './deliveries-behind.js';
import type { PersonSocket } from './socket-person.js';

const LARGEST_BACKLOG_BYTES = 1024 * 1024;

/** One open page and how far it has been told. */
export class Follower {
  /** Cursor of the last delivery sent here; null before the page said where it stands. */
  cursor: number | null = null;
  /** Counts the page's own moves: rows that were read for an earlier place must not move it again. */
  moves = 0;

  constructor(readonly socket: PersonSocket) {}

  moveTo(cursor: number): void {
    this.cursor = cursor;
    this.moves += 1;
  }

  /** "You lack too much, or something else than I have: fetch your lists again, then follow from now." */
  resync(): void {
    this.socket.emit('resync', {});
    this.cursor = null;
    this.moves += 1;
  }

  /** Sends what this page lacks of its person's rows, in order. Answers how many it sent. */
  take(rows: readonly DeliveryRow[]): number {
    const after = this.cursor;
    if (after === null) return 0;
    const fresh = rows.filter((row) => row.cursor > after);
    if (fresh.length > MOST_BEHIND) {
      this.resync();
      return 0;
    }
    const visible = fresh.filter((row) => row.allowed);
    for (const { cursor, kind, id, at } of visible)
      this.socket.emit('delivery', { cursor, kind, id, at: at.toISOString() });
    this.cursor = fresh.at(-1)?.cursor ?? after;
    this.dropIfStuck();
    return visible.length;
  }

  /** A page that does not read must not fill our memory; when it comes back it says its cursor. */
  dropIfStuck(): void {
    if (backlogBytes(this.socket) <= LARGEST_BACKLOG_BYTES) return;
    this.resync();
    this.socket.disconnect(true);
  }
}

function backlogBytes(socket: PersonSocket): number {
  const { writeBuffer } = socket.conn as unknown as { writeBuffer: { data?: string | Buffer }[] };
  return writeBuffer.reduce((sum, packet) => sum + (packet.data?.length ?? 0), 0);
}
