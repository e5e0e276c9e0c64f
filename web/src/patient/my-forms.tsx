import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { responsesQuery } from '../api/queries.js';
import type { Instant, InstrumentResponse } from '../api/types.js';
import { learnOf, useKeptPatient } from '../offline/kept-store.js';
import { Loading } from '../ui/index.js';
import { listOf } from './due.js';
import { DueForms } from './due-forms.js';

/** The forms by what the clinic has; where it cannot be asked, by what this device knows of that. */
export function MyForms({ patientId, timeZone }: { patientId: string; timeZone: string }) {
  const diaries = useQuery(responsesQuery(patientId, 'diary', 7));
  const pegs = useQuery(responsesQuery(patientId, 'peg', 2));
  const known = useKeptPatient();
  const kept = known?.patientId === patientId ? known.answeredAt : null;
  useEffect(() => {
    if (!diaries.data || !pegs.data) return;
    learnOf(patientId, {
      timeZone,
      answeredAt: { diary: latest(diaries.data.items), peg: latest(pegs.data.items) },
    });
  }, [patientId, timeZone, diaries.data, pegs.data]);
  const settled = (query: { data?: unknown; error: unknown }) => !!query.data || !!query.error;
  if (!settled(diaries) || !settled(pegs)) return <Loading rows={3} height={72} label="Loading the diary" />;
  const answeredAt = {
    diary: diaries.data?.items.map((r) => r.authoredAt) ?? listOf(kept?.diary),
    peg: pegs.data?.items.map((r) => r.authoredAt) ?? listOf(kept?.peg),
  };
  return (
    <DueForms patientId={patientId} timeZone={timeZone} answeredAt={answeredAt} lastDiary={diaries.data?.items[0]} />
  );
}

/** The newest one comes first. */
const latest = (responses: readonly InstrumentResponse[]): Instant | null => responses[0]?.authoredAt ?? null;
