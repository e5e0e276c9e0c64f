import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { request } from '../../api/client.js';
import { alertQuery } from '../../api/queries.js';
import type { AlertDetail } from '../../api/types.js';
import { useNow } from '../../app/now.js';
import { useSession } from '../../app/session.js';
import { sayOnPage } from '../../words/index.js';
import { nameOn, refusalWords } from './act-words.js';
import { isAnswerLost } from './lost-answer.js';
import { asItStands, eventOf, standingOf, stillUndoable, type Undoable } from './undo.js';
import { useReadAgain } from './use-read-again.js';
import { whoWasFaster } from './who-was-faster.js';

/** More is no slip of the hand any more; the timeline still offers each one. */
const MOST_KEPT = 20;

export interface UndoHandle {
  /** What can be taken back now; null: nothing. */
  offered: Undoable | null;
  /** What came of the last time. */
  told: string | null;
  busy: boolean;
  note: (done: Undoable) => void;
  /** How an alert stands now, as the server just said. */
  heard: (detail: AlertDetail) => void;
  undo: () => Promise<void>;
  dismiss: () => void;
}

/**
 * Takes back what one has just done, the newest first, for as long as the server allows.
 *
 * @param openId - the alert whose evidence is open: what others do with it is heard, too
 */
export function useUndo(show: (detail: AlertDetail) => void, openId: string | null): UndoHandle {
  const queries = useQueryClient();
  const { person, clinic } = useSession();
  const now = useNow(5_000);
  const [done, setDone] = useState<Undoable[]>([]);
  const [hidden, setHidden] = useState(false);
  const [told, setTold] = useState<string | null>(null);
  const [under, setUnder] = useState<Undoable | null>(null);
  const readAgain = useReadAgain();
  const last = stillUndoable(done, Math.max(now, Date.now())).findLast((one) => standingOf(one).length > 0) ?? null;
  const offered = hidden ? null : (under ?? last);
  const heard = (detail: AlertDetail) => setDone((before) => asItStands(before, detail, person.id));
  const open = useQuery({ ...alertQuery(openId ?? ''), enabled: openId !== null }).data;
  useEffect(() => {
    if (open) setDone((before) => asItStands(before, open, person.id));
  }, [open, person.id]);

  /**
   * @param keep - leaves the way back open: nothing was taken back, and it may be tried again
   * @returns why not, in words
   */
  const takeBack = async (
    { id: alertId, left }: Undoable['alerts'][number],
    keep: () => void,
  ): Promise<string | null> => {
    const fresh = () => queries.fetchQuery({ ...alertQuery(alertId), staleTime: 0 });
    const before = await fresh();
    const event = eventOf(before, left, person.id);
    if (!event) return `${nameOn(before)}: ${sayOnPage('worklist.refused.undo')}`;
    try {
      const detail = await request<AlertDetail>(`/api/v1/alerts/${alertId}/undo`, {
        method: 'POST',
        body: { version: before.version, eventId: event.id },
      });
      queries.setQueryData(alertQuery(alertId).queryKey, detail);
      show(detail);
      heard(detail);
      return null;
    } catch (error) {
      const lost = isAnswerLost(error);
      if (lost) {
        setHidden(true);
        setTold(sayOnPage('worklist.refused.unknown'));
      }
      const after = await (lost ? readAgain(alertId) : fresh().catch(() => before));
      show(after);
      if (lost) {
        if (after.timeline.some(({ undoes }) => undoes === event.id)) return null;
        keep();
        return `${nameOn(after)}: ${sayOnPage('worklist.refused.lost')}`;
      }
      return `${nameOn(after)}: ${refusalWords(error, whoWasFaster(after.timeline, person.id), clinic.timeZone)}`;
    }
  };

  return {
    offered,
    told,
    busy: under !== null,
    note: (what) => {
      setDone((before) => [...stillUndoable(before, Date.now()), what].slice(-MOST_KEPT));
      setHidden(false);
      setTold(null);
    },
    heard,
    undo: async () => {
      if (!last || !offered || under) return;
      const alerts = standingOf(last);
      setUnder(last);
      setTold(null);
      setDone((before) => before.filter((one) => one !== last));
      const keep = () => setDone((before) => [...before.filter((one) => one !== last), last]);
      const failures: string[] = [];
      for (const alert of alerts) {
        const why = await takeBack(alert, keep).catch((error: unknown) => {
          if (isAnswerLost(error)) keep();
          return refusalWords(error, null, clinic.timeZone);
        });
        if (why !== null) failures.push(why);
      }
      const taken = alerts.length - failures.length;
      setTold(
        [...(taken > 0 ? [sayOnPage('worklist.undone', { taken, of: alerts.length })] : []), ...failures].join(' '),
      );
      setHidden(false);
      setUnder(null);
    },
    dismiss: () => {
      setHidden(true);
      setTold(null);
    },
  };
}
