import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/**
 * What a file brought, or took along, is on the page as soon as the page knows that the server is done with it, whoever sent
 * it and from wherever.
 *
 * @param done - the files the server is done with; undefined: not known yet
 */
export function useReadAnew(patientId: string, done: readonly string[] | undefined): void {
  const queries = useQueryClient();
  const known = useRef<ReadonlySet<string> | undefined>(undefined);
  const now = done?.join(' ');
  useEffect(() => {
    if (now === undefined) return;
    const ids = now.split(' ');
    const isNew = known.current && ids.some((id) => !known.current?.has(id));
    known.current = new Set(ids);
    if (!isNew) return;
    void queries.invalidateQueries({ queryKey: ['patient'] });
    void queries.invalidateQueries({ queryKey: ['trend', patientId] });
  }, [now, patientId, queries]);
}
