import { useState } from 'react';
import { ApiError, request } from '../../api/client.js';
import type { AlertRow, BulkResult } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { sayOnPage } from '../../words/index.js';
import type { BulkAct } from './act.js';
import { bulkDoneWords, nameOn } from './act-words.js';
import { beforeAct, isAnswerLost, wasDone } from './lost-answer.js';
import { leftOn, type Undoable } from './undo.js';
import { useReadAgain } from './use-read-again.js';

/** As many as the server takes at once. */
export const MOST_AT_ONCE = 200;
/** What was done with many can be taken back for at least so long; then the server says what it thinks. */
const OFFER_MS = 10 * 60_000;
/** Not done, and not refused either. */
const LOST = 'LOST';

interface Port {
  show: (row: AlertRow) => void;
  done: (what: Undoable) => void;
  /** Why one of them was refused, in words. */
  explain: (row: AlertRow, error: ApiError) => Promise<string>;
}
export interface BulkTold {
  words: string;
  /** One line for each that was not done. */
  refused: { id: string; name: string; words: string }[];
}

const isMine = (row: AlertRow | undefined, me: string): boolean =>
  row?.state === 'acknowledged' && row.owner?.personId === me;

/** One act on many alerts: each is decided as if it came alone, and what became of each is said in words. */
export function useBulk({ show, done, explain }: Port) {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<BulkTold | null>(null);
  const { person } = useSession();
  const readAgain = useReadAgain();

  /** The answer was lost: what became of each is asked one by one, as soon as anybody answers. */
  const lookUp = async (rows: readonly AlertRow[], act: BulkAct): Promise<BulkResult> => {
    setTold({ words: sayOnPage('worklist.refused.unknown'), refused: [] });
    const items: BulkResult['items'] = [];
    for (const row of rows) {
      const alert = await readAgain(row.id);
      const isDone = wasDone(act, beforeAct(row), alert, person.id);
      items.push({ id: row.id, done: isDone, code: isDone ? null : LOST, detail: null, alert });
    }
    return { items };
  };

  const whyNot = async (row: AlertRow, { code, detail }: BulkResult['items'][number]): Promise<string> =>
    code === LOST
      ? sayOnPage('worklist.refused.lost')
      : explain(row, new ApiError(code === 'NOT_FOUND' ? 404 : 409, code ?? '', detail ?? ''));

  /** @returns those that were not done and may be tried again */
  const run = async (rows: readonly AlertRow[], act: BulkAct): Promise<string[]> => {
    setBusy(true);
    setTold(null);
    try {
      const items = rows.map(({ id, version }) => ({ id, version }));
      const asked = request<BulkResult>('/api/v1/alerts/bulk', { method: 'POST', body: { act, items } });
      const result = await asked.catch((error: unknown) => {
        if (!isAnswerLost(error)) throw error;
        return lookUp(rows, act);
      });
      for (const { alert } of result.items) if (alert) show(alert);
      const byId = new Map(rows.map((row) => [row.id, row]));
      const refused: BulkTold['refused'] = [];
      for (const item of result.items) {
        const row = byId.get(item.id);
        if (item.done || !row) continue;
        refused.push({ id: row.id, name: nameOn(row), words: await whyNot(row, item) });
      }
      const alerts = result.items.flatMap(({ id, done: isDone, alert }) => {
        const row = byId.get(id);
        const left = isDone && row && alert && leftOn(act, row, alert);
        return left ? { id, name: nameOn(row), left } : [];
      });
      const ofThese = result.items.filter((item) => item.done);
      const mine = act.kind === 'acknowledge' ? ofThese.filter(({ id }) => isMine(byId.get(id), person.id)).length : 0;
      const words = bulkDoneWords(act, ofThese.length, rows.length, mine);
      if (alerts.length > 0) done({ words, until: Date.now() + OFFER_MS, alerts });
      setTold(refused.length > 0 ? { words, refused } : null);
      const closed = new Set(result.items.filter(({ alert }) => alert?.state === 'resolved').map(({ id }) => id));
      return refused.map(({ id }) => id).filter((id) => !closed.has(id));
    } catch (error) {
      setTold({ words: await explain(rows[0]!, error as ApiError), refused: [] });
      return rows.map(({ id }) => id);
    } finally {
      setBusy(false);
    }
  };
  return { run, busy, told, forget: () => setTold(null) };
}
