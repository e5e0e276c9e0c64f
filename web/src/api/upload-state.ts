import type { Upload } from './types.js';

/** Is the server still receiving or reading it? */
export const isUnderWay = ({ state }: Pick<Upload, 'state'>): boolean => state === 'receiving' || state === 'reading';

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
  error: null,
  errorCode: null,
  unchecked: null,
  sentAt,
});
