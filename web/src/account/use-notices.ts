import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.js';
import { noticesQuery } from '../api/queries.js';
import type { NoticeSettings } from '../api/types.js';
import { PushRefused } from '../notify/push-device.js';
import { sayOnPage } from '../words/index.js';
import { problemWords } from './sign-in.js';
import { useLine } from './use-line.js';

export const NOTICES_PATH = '/api/v1/account/notices';

/** The notice settings, and changing them. */
export function useNotices() {
  const notices = useQuery(noticesQuery);
  const { busy, told, change, choose } = useLine<NoticeSettings>(noticesQuery.queryKey, (error) =>
    error instanceof PushRefused ? sayOnPage('notices.refused') : problemWords(error),
  );
  const save = (part: Partial<NoticeSettings>) => {
    const now = choose(part);
    if (!now) return;
    const { webPush, email, quietHours, interrupt, timeZone } = now;
    const body = { webPush, email, quietHours, interrupt, timeZone };
    void change(() => request(NOTICES_PATH, { method: 'PUT', body }), sayOnPage('notices.saved'));
  };
  return { notices, busy, told, change, save };
}
