import type { AlertRow, Tier } from '../../api/types.js';

/**
 * The worklist as it stands on this screen. Rows keep their place while someone works: what arrives waits, what changes
 * is changed where it is, what was closed elsewhere stays and says so. Only `showNew` sorts again.
 */
export interface PlacedRow {
  row: AlertRow;
  /** The group it was placed in; its own tier may have moved on since. */
  tier: Tier;
  /** It is no longer on the server's list of open items. */
  gone: boolean;
}
export interface Board {
  placed: PlacedRow[];
  /** Not on the screen yet. */
  waiting: AlertRow[];
}
export const TIERS: readonly Tier[] = ['now', 'today', 'week', 'good'];

const later = (a: string | null, b: string | null) => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);
/** Most pressing first: group, then what is due first, then the newest. */
export function byUrgency(a: AlertRow, b: AlertRow): number {
  return (
    TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
    later(a.dueAt, b.dueAt) ||
    later(b.raisedAt, a.raisedAt) ||
    a.id.localeCompare(b.id)
  );
}

/** An answer can be older than what is on the screen: a higher version always wins. */
export const newer = (mine: AlertRow, theirs: AlertRow): AlertRow => (theirs.version >= mine.version ? theirs : mine);

const place = (rows: readonly AlertRow[]): PlacedRow[] =>
  rows.toSorted(byUrgency).map((row) => ({ row, tier: row.tier, gone: false }));

/** Takes in the server's list. Without a board yet, all of it is shown. */
export function merge(board: Board | null, server: readonly AlertRow[]): Board {
  if (!board) return { placed: place(server), waiting: [] };
  const byId = new Map(server.map((row) => [row.id, row]));
  const placed = board.placed.map((entry) => {
    const fresh = byId.get(entry.row.id);
    return fresh ? { ...entry, row: newer(entry.row, fresh), gone: false } : { ...entry, gone: true };
  });
  const shown = new Set(board.placed.map((entry) => entry.row.id));
  return { placed, waiting: server.filter((row) => !shown.has(row.id)).toSorted(byUrgency) };
}

/** Rows whose group changed while they stood still. */
export const movedCount = (board: Board): number =>
  board.placed.filter((entry) => !entry.gone && entry.tier !== entry.row.tier).length;

/** Lets in what waits, sorts, and lets go of what is closed. */
export function showNew(board: Board): Board {
  const open = board.placed.filter((entry) => !entry.gone).map((entry) => entry.row);
  return { placed: place([...open, ...board.waiting]), waiting: [] };
}

/** One row as this person just changed it, before the server has answered. */
export function patch(board: Board, row: AlertRow): Board {
  return {
    ...board,
    placed: board.placed.map((entry) =>
      entry.row.id === row.id ? { ...entry, row, gone: row.state === 'resolved' } : entry,
    ),
  };
}

/** The row after or before, in the order of the screen; the same one at the ends. */
export function neighbour(board: Board, id: string | null, step: 1 | -1): string | null {
  const rows = onScreen(board);
  if (rows.length === 0) return null;
  const at = rows.findIndex((entry) => entry.row.id === id);
  if (at < 0) return rows[0]!.row.id;
  return rows[Math.max(0, Math.min(rows.length - 1, at + step))]!.row.id;
}

export const groupOf = (board: Board, tier: Tier): PlacedRow[] => board.placed.filter((entry) => entry.tier === tier);
/** Groups one after the other: the order the eye meets. */
export const onScreen = (board: Board): PlacedRow[] => TIERS.flatMap((tier) => groupOf(board, tier));

/** "3 new", "2 moved", "3 new, 1 moved", or nothing. */
export function pillWords(board: Board): string | null {
  const moved = movedCount(board);
  const parts = [board.waiting.length > 0 && `${board.waiting.length} new`, moved > 0 && `${moved} moved`].filter(
    Boolean,
  );
  return parts.length > 0 ? parts.join(', ') : null;
}
