import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiError, newId, request } from '../../api/client.js';
import { treatmentsQuery } from '../../api/queries.js';
import type { Day, NewTreatment, Treatment, TreatmentChange } from '../../api/types.js';
import { type GoingOn, goingOn } from '../../treatments/treatment-list.js';
import { addDays } from '../../words/index.js';
import { bodyOf, draftOf, problemsOf, type TreatmentDraft } from './treatment-draft.js';
import { beginFilling, changeOf, takeNewer } from './treatment-filling.js';

/** The fields of a form about a dose or procedure, and what is sent of them. */
export function useTreatmentForm(options: {
  readonly patientId: string;
  readonly items: readonly Treatment[];
  /** The one to correct; null: a new one. */
  readonly treatment: Treatment | null;
  readonly today: Day;
  /** It is to be ended: today is proposed. */
  readonly ending?: boolean;
  readonly onDone: () => void;
}) {
  const { patientId, items, treatment, today, ending = false, onDone } = options;
  const queries = useQueryClient();
  const [filling, setFilling] = useState(() => beginFilling(treatment, today, ending));
  const [replaces, setReplaces] = useState(true);
  const id = useRef(treatment?.id ?? newId()).current;
  const { opened, draft, newer } = filling;
  const at = `/api/v1/patients/${patientId}/treatments`;
  const query = treatmentsQuery(patientId);
  const isEarlier = !treatment && draft.kind === 'dose' && draft.on !== '';
  const earlier = isEarlier
    ? goingOn(items, { medication: draft.what, on: draft.on }).filter((one) => one.id !== id)
    : [];
  const findNow = async () => {
    const { items: list } = await queries.fetchQuery({ ...query, staleTime: 0 });
    return list.find((one) => one.id === id);
  };
  const put = (of: Treatment) => request<Treatment>(`${at}/${id}`, { method: 'PUT', body: changeOf(of, draft) });
  const add = async () => {
    const body: NewTreatment = { id, ...bodyOf(draft) };
    try {
      return await request<Treatment>(at, { method: 'POST', body });
    } catch (error) {
      if (!isCode(error, 'TREATMENT_EXISTS')) throw error;
      // It was noted, only its answer was lost, and what is typed is a correction of that.
      const noted = await findNow();
      if (noted?.version !== 1 || noted.kind !== draft.kind) throw error;
      return put(noted);
    }
  };
  const save = useMutation({
    mutationFn: async () => {
      const saved = await (opened ? put(opened) : add());
      setFilling((was) => ({ ...was, opened: saved }));
      for (const one of replaces ? earlier : []) await endBefore(at, one, draft.on);
    },
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: query.queryKey }),
        queries.invalidateQueries({ queryKey: ['trend', patientId] }),
      ]);
      onDone();
    },
    onError: async (error) => {
      if (!(error instanceof ApiError && error.status === 409)) return;
      const now = await findNow();
      if (now) setFilling((was) => takeNewer(was, now));
    },
  });
  const set = (change: Partial<TreatmentDraft>) => {
    setFilling((was) => ({ ...was, draft: { ...was.draft, ...change } }));
    // What the server said was about what stood there before.
    if (save.isError) save.reset();
  };
  const send = () => {
    setFilling((was) => ({ ...was, newer: null }));
    save.mutate();
  };
  const error = newer ? null : save.error;
  return {
    opened,
    draft,
    mine: problemsOf(draft, opened && draftOf(opened)),
    newer,
    earlier,
    replaces,
    setReplaces,
    set,
    send,
    busy: save.isPending,
    error,
    forget: save.reset,
  };
}

export const isCode = (error: unknown, code: string): boolean => error instanceof ApiError && error.code === code;

/** A new dose takes its place: it ends on the day before. */
function endBefore(at: string, { id, version, kind }: GoingOn, next: Day) {
  const body: TreatmentChange = { version, kind, until: addDays(next, -1) };
  return request<Treatment>(`${at}/${id}`, { method: 'PUT', body });
}
