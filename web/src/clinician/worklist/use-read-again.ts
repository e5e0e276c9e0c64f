import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { alertQuery } from '../../api/queries.js';
import type { AlertDetail } from '../../api/types.js';
import { isAnswerLost } from './lost-answer.js';

const AGAIN_MS = 2_000;

/** How an alert stands, asked for until the server answers. A page that is left waits for nothing any more. */
export function useReadAgain(): (alertId: string) => Promise<AlertDetail> {
  const queries = useQueryClient();
  const left = useRef(false);
  useEffect(() => {
    left.current = false;
    return () => void (left.current = true);
  }, []);
  const read = async (alertId: string): Promise<AlertDetail> => {
    try {
      // What was asked before the act would answer how it stood before the act.
      await queries.cancelQueries({ queryKey: alertQuery(alertId).queryKey });
      return await queries.fetchQuery({ ...alertQuery(alertId), staleTime: 0, retry: false });
    } catch (error) {
      if (left.current || !isAnswerLost(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      return read(alertId);
    }
  };
  return read;
}
