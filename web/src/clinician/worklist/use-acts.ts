import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError, request } from '../../api/client.js';
import { alertQuery } from '../../api/queries.js';
import type { AlertDetail, AlertRow } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { sayOnPage } from '../../words/index.js';
import { type Act, bodyOf, hoped } from './act.js';
import { doneWords, refusalWords } from './act-words.js';
import { beforeAct, isAnswerLost, LEFT_BY, wasDone, type Before } from './lost-answer.js';
import { lastUndoable, type Undoable } from './undo.js';
import { useReadAgain } from './use-read-again.js';
import { whoWasFaster } from './who-was-faster.js';

export interface Job {
  row: AlertRow;
  act: Act;
}
interface Port {
  /** Puts a row on the screen as it is (hoped to be) now. */
  show: (row: AlertRow) => void;
  done: (what: Undoable) => void;
  /** How an alert stands after an act. */
  heard: (detail: AlertDetail) => void;
  find: (alertId: string) => AlertRow | undefined;
  /** An act of which it was not known turned out to be done. */
  found: (job: Job) => void;
}

/**
 * Shows the change at once, and takes it back when the server refuses, saying who was faster. When the answer is lost on the
 * way it says that it does not know, looks, and says what holds.
 */
export function useActs({ show, done, heard, find, found }: Port) {
  const queries = useQueryClient();
  const { person, clinic } = useSession();
  const [refused, setRefused] = useState<{ alertId: string; words: string } | null>(null);

  const readAgain = useReadAgain();

  const turn = useRef<Promise<unknown>>(Promise.resolve());

  const explain = async (row: AlertRow, error: unknown): Promise<string> => {
    if (!(error instanceof ApiError) || error.status !== 409) return refusalWords(error, null, clinic.timeZone);
    const detail = await queries.fetchQuery({ ...alertQuery(row.id), staleTime: 0 }).catch(() => null);
    if (detail) show(detail);
    return refusalWords(error, detail && whoWasFaster(detail.timeline, person.id), clinic.timeZone);
  };
  const wasDoneNow = (act: Act, detail: AlertDetail) => {
    queries.setQueryData(alertQuery(detail.id).queryKey, detail);
    show(detail);
    heard(detail);
    if (act.kind === 'undo' || act.kind === 'note' || act.kind === 'unsnooze') return;
    const event = lastUndoable(detail, LEFT_BY[act.kind], person.id);
    if (event)
      done({
        words: doneWords(act, detail),
        until: Date.parse(event.undoableUntil),
        alerts: [{ id: detail.id, name: detail.patient?.name ?? '', left: { eventId: event.id } }],
      });
  };
  const lookUp = async ({ row, act }: Job, before: Before) => {
    const unknown = { alertId: row.id, words: sayOnPage('worklist.refused.unknown') };
    setRefused(unknown);
    const now = await readAgain(row.id).catch((error: unknown) => refusalWords(error, null, clinic.timeZone));
    const isDone = typeof now !== 'string' && wasDone(act, before, now, person.id);
    if (isDone) {
      wasDoneNow(act, now);
      found({ row, act });
    } else if (typeof now !== 'string') show(now);
    const words = typeof now === 'string' ? now : sayOnPage('worklist.refused.lost');
    // Whoever went on meanwhile reads of what came later.
    setRefused((said) => (said !== unknown ? said : isDone ? null : { alertId: row.id, words }));
    void queries.invalidateQueries({ queryKey: ['alert', 'list'] });
  };
  const mutation = useMutation({
    mutationFn: ({ row, act }: Job) =>
      request<AlertDetail>(`/api/v1/alerts/${row.id}/${act.kind}`, { method: 'POST', body: bodyOf(row, act) }),
    onMutate: ({ row, act }) => {
      setRefused(null);
      show(hoped(row, act, person, new Date()));
      return beforeAct(row, queries.getQueryData(alertQuery(row.id).queryKey));
    },
    onSuccess: (detail, { act }) => wasDoneNow(act, detail),
    onError: async (error, { row, act }, before) => {
      show(row);
      // Not waited for: what is done next need not wait for the connection of before.
      if (isAnswerLost(error)) return void lookUp({ row, act }, before ?? beforeAct(row));
      setRefused({ alertId: row.id, words: await explain(row, error) });
    },
    onSettled: () => void queries.invalidateQueries({ queryKey: ['alert', 'list'] }),
  });
  return {
    /** One after the other: whoever is quicker than the network must not be in conflict with oneself. */
    run: (row: AlertRow, act: Act): Promise<boolean> => {
      const go = () => mutation.mutateAsync({ row: find(row.id) ?? row, act }).then(Boolean, () => false);
      const mine = turn.current.then(go);
      turn.current = mine;
      return mine;
    },
    /** What is on its way to the server. */
    running: mutation.isPending ? mutation.variables.act.kind : null,
    refused,
    forget: () => setRefused(null),
    explain,
  };
}
