import type { Upload } from './types.js';

/** Is the server still receiving it, reading it, or taking it back? */
export const isUnderWay = ({ state }: Pick<Upload, 'state'>): boolean =>
  state === 'receiving' || state === 'reading' || state === 'taking-back';

/** Entries that could not be right. Those of months of which only summaries are kept are not wrong. */
export const countWrong = ({ refused, refusals }: Pick<Upload, 'refused' | 'refusals'>): number =>
  (refusals ?? []).reduce((left, { code, count }) => (code === 'PERIOD_CLOSED' ? left - count : left), refused);

/** Read to its end, and it held nothing that is read here. */
export const isWithoutReadings = ({ state, stored, duplicates, refused }: Upload): boolean =>
  state === 'done' && stored === 0 && duplicates === 0 && refused === 0;

/** An upload of which the server has said nothing yet but its id. */
export const newUpload = (id: string, sentAt: string): Upload => ({
  id,
  state: 'receiving',
  bytesRead: 0,
  bytesTotal: null,
  records: 0,
  stored: 0,
  duplicates: 0,
  skipped: 0,
  refused: 0,
  refusals: null,
  error: null,
  errorCode: null,
  unchecked: null,
  takenBack: 0,
  takeBackUntil: null,
  sentAt,
});
