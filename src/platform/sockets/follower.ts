import { type DeliveryRow, MOST_BEHIND } from './deliveries-behind.js';
import { beginAt, decideRepeat, type Receipts, whenAcknowledged, whenRepeated, whenSent } from './receipts.js';
import type { PersonSocket } from './socket-person.js';

const LARGEST_BACKLOG_BYTES = 1024 * 1024;

/** Cursors that a page has newly said it has: above `after`, up to and including `upto`. */
export interface Acknowledged {
  readonly after: number;
  readonly upto: number;
}

/** One open page and how far it has been told. */
export class Follower {
  /** Cursor of the last delivery read for this page; null before the page said where it stands. */
  cursor: number | null = null;
  /** Counts the page's own moves: rows that were read for an earlier place must not move it again. */
  moves = 0;
  private receipts: Receipts | undefined;

  constructor(readonly socket: PersonSocket) {}

  /** The page says that it has everything up to there. */
  moveTo(cursor: number): Acknowledged | undefined {
    const known = this.receipts?.acknowledged ?? cursor - MOST_BEHIND;
    this.receipts = beginAt(cursor);
    this.cursor = cursor;
    this.moves += 1;
    return cursor > known ? { after: known, upto: cursor } : undefined;
  }

  /** "You lack too much, or something else than I have: fetch your lists again, then follow from now." */
  resync(): void {
    this.socket.emit('resync', {});
    this.cursor = null;
    this.receipts = undefined;
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
    const last = visible.at(-1)?.cursor;
    if (this.receipts && last !== undefined) this.receipts = whenSent(this.receipts, last, performance.now());
    this.dropIfStuck();
    return visible.length;
  }

  acknowledge(cursor: number): Acknowledged | undefined {
    const before = this.receipts;
    if (!before) return undefined;
    this.receipts = whenAcknowledged(before, cursor, performance.now());
    const { acknowledged } = this.receipts;
    return acknowledged > before.acknowledged ? { after: before.acknowledged, upto: acknowledged } : undefined;
  }

  /** What stays unanswered is read from the database and sent once more; the page knows what it has seen already. */
  repeatUnanswered(): void {
    const { receipts } = this;
    if (!receipts) return;
    const decision = decideRepeat(receipts, performance.now());
    if (decision === 'give-up') this.cutOff();
    if (decision !== 'repeat') return;
    this.receipts = whenRepeated(receipts);
    this.cursor = receipts.acknowledged;
    this.moves += 1;
  }

  /** A page that does not read must not fill our memory; when it comes back it says its cursor. */
  private dropIfStuck(): void {
    if (backlogBytes(this.socket) > LARGEST_BACKLOG_BYTES) this.cutOff();
  }

  /** Without a farewell, which a stuck page would not read either: it sees a broken line, and connects anew. */
  private cutOff(): void {
    this.cursor = null;
    this.receipts = undefined;
    this.moves += 1;
    this.socket.conn.close(true);
  }
}

function backlogBytes(socket: PersonSocket): number {
  const { writeBuffer } = socket.conn as unknown as { writeBuffer: { data?: string | Buffer }[] };
  return writeBuffer.reduce((sum, packet) => sum + (packet.data?.length ?? 0), 0);
}
