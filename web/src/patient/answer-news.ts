import type { CorrectionView } from '../api/types.js';

const NEWS_DAYS = 14;

/** An answer of the team is news for two weeks, or until the patient has said that they have read it. */
export const isAnswerNews = ({ decidedAt, readAt }: Pick<CorrectionView, 'decidedAt' | 'readAt'>, now: number) =>
  decidedAt !== null && readAt === null && now - Date.parse(decidedAt) < NEWS_DAYS * 86_400_000;
