import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

/** What a file brought, or took along, is on the page as soon as the server is done with it. */
export function useReadAnew(patientId: string, isUnderWay: boolean): void {
  const queries = useQueryClient();
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isUnderWay) {
      void queries.invalidateQueries({ queryKey: ['patient'] });
      void queries.invalidateQueries({ queryKey: ['trend', patientId] });
    }
    was.current = isUnderWay;
  }, [isUnderWay, patientId, queries]);
}
