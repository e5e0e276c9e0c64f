import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { request } from '../api/client.js';
import { noticesQuery } from '../api/queries.js';
import type { NoticeSettings } from '../api/types.js';
import { PushRefused } from '../notify/push-device.js';
import { sayOnPage } from '../words/index.js';
import { problemWords } from './sign-in.js';
import { useAct } from './use-act.js';

export const NOTICES_PATH = '/api/v1/account/notices';

/**
 * The notice settings, and changing them. A box is ticked when it is clicked; changes go one after the other, and what the
 * server has is read again only once the last of them is done, so that no answer puts back what was chosen since.
 */
export function useNotices() {
  const queries = useQueryClient();
  const notices = useQuery(noticesQuery);
  const { busy, told, act } = useAct((error) =>
    error instanceof PushRefused ? sayOnPage('notices.refused') : problemWords(error),
  );
  const line = useRef<{ last: Promise<unknown>; waiting: number }>({ last: Promise.resolve(), waiting: 0 });
  const change = (run: () => Promise<unknown>, done?: string) =>
    act(async () => {
      const { current } = line;
      current.waiting++;
      const mine = current.last.then(run);
      current.last = mine.catch(() => undefined);
      try {
        await mine;
      } finally {
        if (--current.waiting === 0) await queries.invalidateQueries({ queryKey: noticesQuery.queryKey });
      }
    }, done);
  const save = (part: Partial<NoticeSettings>) => {
    const before = queries.getQueryData<NoticeSettings>(noticesQuery.queryKey);
    if (!before) return;
    const { webPush, email, quietHours, interrupt, timeZone } = { ...before, ...part };
    const body = { webPush, email, quietHours, interrupt, timeZone };
    void queries.cancelQueries({ queryKey: noticesQuery.queryKey });
    queries.setQueryData(noticesQuery.queryKey, { ...before, ...body });
    void change(() => request(NOTICES_PATH, { method: 'PUT', body }), sayOnPage('notices.saved'));
  };
  return { notices, busy, told, change, save };
}
