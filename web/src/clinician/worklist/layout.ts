import type { Tier } from '../../api/types.js';
import { type Board, type PlacedRow, TIERS } from './board.js';

/** What stands below one another in the list: a heading per group, its rows, and on a phone the open row's evidence. */
export type Item =
  | { readonly kind: 'heading'; readonly tier: Tier; readonly key: string }
  | { readonly kind: 'row'; readonly entry: PlacedRow; readonly key: string; readonly place: number }
  | { readonly kind: 'evidence'; readonly entry: PlacedRow; readonly key: string };

export interface Group {
  readonly tier: Tier;
  /** Of `items`: the heading, and the item behind the last one. */
  readonly from: number;
  readonly to: number;
  /** Rows that are still on the list. */
  readonly open: number;
  /** Rows that stand here, for "3 of 12". */
  readonly size: number;
  /** There may be more of it behind the last row. */
  readonly partial: boolean;
}
export interface Layout {
  readonly items: readonly Item[];
  readonly groups: readonly Group[];
  /** Index in `items` by alert. */
  readonly indexOf: ReadonlyMap<string, number>;
}

/** @param opened - whose evidence stands below its row; null: it stands beside the list, or nowhere */
export function layOut(board: Board, opened: string | null): Layout {
  const items: Item[] = [];
  const groups: Group[] = [];
  const indexOf = new Map<string, number>();
  const last = board.placed.at(-1)?.tier;
  for (const tier of TIERS) {
    const rows = board.placed.filter((entry) => entry.tier === tier);
    if (rows.length === 0) continue;
    const from = items.length;
    items.push({ kind: 'heading', tier, key: `heading-${tier}` });
    rows.forEach((entry, place) => {
      indexOf.set(entry.row.id, items.length);
      items.push({ kind: 'row', entry, key: entry.row.id, place: place + 1 });
      if (entry.row.id === opened) items.push({ kind: 'evidence', entry, key: `evidence-${entry.row.id}` });
    });
    groups.push({
      tier,
      from,
      to: items.length,
      open: rows.filter((entry) => !entry.gone).length,
      size: rows.length,
      partial: board.next !== null && tier === last,
    });
  }
  return { items, groups, indexOf };
}
