import type { AlertList, SavedView } from './types.js';
import { request } from './client.js';

type Filters = SavedView['filters'];
interface Piece {
  /** Behind this place; left out: from the first row on. */
  after?: string | undefined;
  /** Only these alerts, as far as the filters let them through. */
  ids?: readonly string[];
  rows: number;
  /** false: the rows alone, which costs the less the more is open. */
  counted?: boolean;
  signal?: AbortSignal;
}

/** A piece of the list of open alerts. The server may give fewer rows than asked, never more. */
export function fetchWorklist(
  filters: Filters,
  { after, ids, rows, counted = true, signal }: Piece,
): Promise<AlertList> {
  const search = new URLSearchParams({ state: 'open', limit: String(Math.min(rows, MOST_ROWS)) });
  for (const [name, value] of Object.entries(filters)) if (value !== undefined) search.set(name, value);
  if (after !== undefined) search.set('after', after);
  if (ids) search.set('ids', ids.join(','));
  if (!counted) search.set('counted', 'no');
  return request<AlertList>(`/api/v1/alerts?${search}`, signal ? { signal } : {});
}
export const MOST_ROWS = 500;

/** The list from its beginning, as many rows as asked. */
export async function fetchWorklistTo(filters: Filters, rows: number, signal: AbortSignal): Promise<AlertList> {
  const first = await fetchWorklist(filters, { rows, signal });
  let { next } = first;
  const items = [...first.items];
  while (next !== null && items.length < rows) {
    const page: AlertList = await fetchWorklist(filters, {
      after: next,
      rows: rows - items.length,
      counted: false,
      signal,
    });
    items.push(...page.items);
    next = page.next;
  }
  return { ...first, items, next };
}
