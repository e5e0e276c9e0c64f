import type { NewsJudge } from '../../notifications/index.js';
import { findForbidden } from '../decide/decide-telling.js';
import { findHearing } from './hearing.repository.js';

/** A notice may have waited, and rights end: it is sent by the same rules by which it was written. */
export const judgeNews: NewsJudge = async ({ alertId, personId }) => {
  const hearing = await findHearing(alertId, personId);
  if (hearing === undefined) return 'not-sharing';
  return findForbidden(hearing) ?? (hearing.hasAccount ? null : 'no-account');
};
