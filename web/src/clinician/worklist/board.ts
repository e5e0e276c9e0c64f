import type { AlertRow, Tier } from '../../api/types.js';

/**
 * The worklist as it stands on this screen. Rows keep their place while someone works: what arrives waits, what changes
 * is changed where it is, what has left the list stays and says so. Only `showNew` sorts again. Pages of the server's
 * list come one after the other; `next` says that there are more behind the last row.
 */
export interface PlacedRow {
  row: AlertRow;
  /** The group it was placed in; its own tier may have moved on since. */
  tier: Tier;
  /** It is no longer on the server's list. */
  gone: boolean;
}
export interface Board {
  /** In the order of the screen: groups one after the other. */
  placed: PlacedRow[];
  /** Not on the screen yet. */
  waiting: AlertRow[];
  /** Where the next page begins; null: all of the list is here. */
  next: string | null;
  /** The row `next` lies behind, as it stood when its page was cut. What becomes of it afterwards does not move the cut. */
  edge: AlertRow | null;
}
/** A piece of the server's list, in its order. */
export interface Piece {
  items: readonly AlertRow[];
  next: string | null;
}
export const TIERS: readonly Tier[] = ['now', 'today', 'week', 'good'];

const later = (a: string | null, b: string | null) => (a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1);
/** Most pressing first, as the server pages them: group, then what is due first, then the oldest. */
export function byUrgency(a: AlertRow, b: AlertRow): number {
  return (
    TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier) ||
    later(a.dueAt, b.dueAt) ||
    later(a.raisedAt, b.raisedAt) ||
    a.id.localeCompare(b.id)
  );
}
const inGroups = (placed: readonly PlacedRow[]) =>
  placed.toSorted((a, b) => TIERS.indexOf(a.tier) - TIERS.indexOf(b.tier));

/** An answer can be older than what is on the screen: a higher version always wins. */
export const newer = (mine: AlertRow, theirs: AlertRow): AlertRow => (theirs.version >= mine.version ? theirs : mine);

const place = (rows: readonly AlertRow[]): PlacedRow[] => rows.map((row) => ({ row, tier: row.tier, gone: false }));
const idsOf = (board: Board) => new Set(board.placed.map((entry) => entry.row.id));

/** A piece of no rows ends nowhere: then the list is taken to be whole, as it is when there is no next page. */
const cut = ({ items, next }: Piece): Pick<Board, 'next' | 'edge'> => {
  const edge = next === null ? null : (items.at(-1) ?? null);
  return { next: edge && next, edge };
};
/** Does the row belong to what has been fetched? What lies behind comes with its page. */
const within = ({ edge }: Pick<Board, 'edge'>, row: AlertRow) => edge === null || byUrgency(row, edge) <= 0;

export const start = (piece: Piece): Board => ({ placed: place(piece.items), waiting: [], ...cut(piece) });

/** The page behind the last row: shown at once, it moves nothing. */
export function extend(board: Board, piece: Piece): Board {
  const { items } = piece;
  const shown = idsOf(board);
  const waits = new Set(board.waiting.map((row) => row.id));
  const fresh = items.filter((row) => !shown.has(row.id) && !waits.has(row.id));
  return { ...board, placed: inGroups([...board.placed, ...place(fresh)]), ...cut(piece) };
}

/** The list from its beginning, fetched anew: as far as it reaches, it is the whole truth. */
export function refresh(board: Board, piece: Piece): Board {
  const { items } = piece;
  const reach = cut(piece);
  const byId = new Map(items.map((row) => [row.id, row]));
  const shown = idsOf(board);
  return intoEmpty({
    placed: board.placed.map((entry) => settle(entry, byId.get(entry.row.id), within(reach, entry.row))),
    waiting: mergeWaiting(
      board.waiting.filter((row) => byId.has(row.id) || !within(reach, row)),
      items.filter((row) => !shown.has(row.id)),
    ),
    ...reach,
  });
}

/** Where nothing stands nothing can move under the hand: what arrives is shown at once, as the page says. */
const intoEmpty = (board: Board): Board => (board.placed.length === 0 && board.next === null ? showNew(board) : board);

/** What the server says of some alerts that it rang for: those on the list as they are now, the others have left it. */
export function learn(board: Board, asked: readonly string[], items: readonly AlertRow[]): Board {
  const about = new Set(asked);
  const byId = new Map(items.map((row) => [row.id, row]));
  const shown = idsOf(board);
  return intoEmpty({
    ...board,
    placed: board.placed.map((entry) =>
      about.has(entry.row.id) ? settle(entry, byId.get(entry.row.id), true) : entry,
    ),
    waiting: mergeWaiting(
      board.waiting.filter((row) => !about.has(row.id)),
      items.filter((row) => !shown.has(row.id) && within(board, row)),
    ),
  });
}

function settle(entry: PlacedRow, fresh: AlertRow | undefined, known: boolean): PlacedRow {
  if (fresh) return { ...entry, row: newer(entry.row, fresh), gone: false };
  return known ? { ...entry, gone: true } : entry;
}
function mergeWaiting(before: readonly AlertRow[], arrived: readonly AlertRow[]): AlertRow[] {
  const byId = new Map([...before, ...arrived].map((row) => [row.id, row]));
  return [...byId.values()].sort(byUrgency);
}

/** Rows whose group changed while they stood still. */
export const movedCount = (board: Board): number =>
  board.placed.filter((entry) => !entry.gone && entry.tier !== entry.row.tier).length;

/** Lets in what waits, sorts, and lets go of what has left. */
export function showNew(board: Board): Board {
  const open = board.placed.filter((entry) => !entry.gone).map((entry) => entry.row);
  return { ...board, placed: place([...open, ...board.waiting].sort(byUrgency)), waiting: [] };
}

/** One row as this person just changed it, before the server has answered. `gone`: the change takes it off this list. */
export function patch(board: Board, row: AlertRow, gone = row.state === 'resolved'): Board {
  return {
    ...board,
    placed: board.placed.map((entry) => (entry.row.id === row.id ? { ...entry, row, gone } : entry)),
  };
}

/** The row so many steps away in the order of the screen; the first or the last at the ends. */
export function neighbour(board: Board, id: string | null, step: number): string | null {
  const rows = board.placed;
  if (rows.length === 0) return null;
  const at = rows.findIndex((entry) => entry.row.id === id);
  if (at < 0) return rows[0]!.row.id;
  return rows[Math.max(0, Math.min(rows.length - 1, at + step))]!.row.id;
}
