import type { AlertDetail, TimelineEntry, Uuid } from '../../api/types.js';

/** What a colleague may have done while one was looking. */
const DONE = ['acknowledged', 'handed-off', 'resolved', 'undone'] as const;
type Done = (typeof DONE)[number];

export interface Faster {
  readonly by: string | null;
  /** news: nobody did anything, the data went on. */
  readonly did: Done | 'news';
  readonly at: string;
}

const isDone = (kind: TimelineEntry['kind']): kind is Done => (DONE as readonly string[]).includes(kind);
const isNews = (kind: TimelineEntry['kind']) => kind === 'worsened' || kind === 'extended' || kind === 'cleared';

/** Why an act was refused that was right for what was on the screen: the last change by somebody else, or by the data. */
export function whoWasFaster(timeline: AlertDetail['timeline'], me: Uuid): Faster | null {
  const last = timeline.findLast(({ kind, byPersonId }) => (isDone(kind) && byPersonId !== me) || isNews(kind));
  if (!last) return null;
  return { by: last.by, did: isDone(last.kind) ? last.kind : 'news', at: last.at };
}
