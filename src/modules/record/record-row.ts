import { parseJson } from '../../platform/json/index.js';
import type { Resource, StoredRecord } from './record.js';

/** A record as the database answers it, its table under the alias `r`. */
export interface RecordRow {
  readonly id: string;
  readonly version: number;
  readonly patientId: string;
  readonly lastUpdated: Date;
  readonly body: string;
}
export const COLUMNS = `r.id, r.version, r.patient_id AS "patientId", r.last_updated AS "lastUpdated", r.body`;

export const toRecord = ({ body, ...row }: RecordRow): StoredRecord => ({
  ...row,
  resource: parseJson(Buffer.from(body)) as Resource,
});
