import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError, request } from '../../api/client.js';
import { alertQuery } from '../../api/queries.js';
import type { AlertDetail, AlertRow } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { type Act, bodyOf, hoped } from './act.js';
import { doneWords, refusalWords } from './act-words.js';
import { lastUndoable, type Undoable } from './undo.js';
import { whoWasFaster } from './who-was-faster.js';

interface Job {
  row: AlertRow;
  act: Act;
}
interface Port {
  /** Puts a row on the screen as it is (hoped to be) now. */
  show: (row: AlertRow) => void;
  done: (what: Undoable) => void;
  find: (alertId: string) => AlertRow | undefined;
}

/** Shows the change at once, and takes it back when the server refuses, saying who was faster. */
export function useActs({ show, done, find }: Port) {
  const queries = useQueryClient();
  const { person, clinic } = useSession();
  const [refused, setRefused] = useState<{ alertId: string; words: string } | null>(null);

  const turn = useRef<Promise<unknown>>(Promise.resolve());

  const explain = async (row: AlertRow, error: unknown): Promise<string> => {
    if (!(error instanceof ApiError) || error.status !== 409) return refusalWords(error, null, clinic.timeZone);
    const detail = await queries.fetchQuery({ ...alertQuery(row.id), staleTime: 0 }).catch(() => null);
    if (detail) show(detail);
    return refusalWords(error, detail && whoWasFaster(detail.timeline, person.id), clinic.timeZone);
  };
  const mutation = useMutation({
    mutationFn: ({ row, act }: Job) =>
      request<AlertDetail>(`/api/v1/alerts/${row.id}/${act.kind}`, { method: 'POST', body: bodyOf(row, act) }),
    onMutate: ({ row, act }) => {
      setRefused(null);
      show(hoped(row, act, person, new Date()));
    },
    onSuccess: (detail, { act }) => {
      queries.setQueryData(alertQuery(detail.id).queryKey, detail);
      show(detail);
      const event = act.kind === 'undo' ? undefined : lastUndoable(detail, person.id);
      if (event && act.kind !== 'note' && act.kind !== 'unsnooze')
        done({
          words: doneWords(act, detail),
          until: Date.parse(event.undoableUntil),
          alerts: [{ id: detail.id, name: detail.patient?.name ?? '' }],
        });
    },
    onError: async (error, { row }) => {
      show(row);
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
