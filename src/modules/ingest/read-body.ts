import { z } from 'zod';
import { invalid } from '../../platform/http/domain-error.js';
import { DeviceColumns } from './columns.schema.js';
import { MOST_READINGS, NewReadings } from './ingest.schema.js';
import { readColumns } from './read-columns.js';
import { readReadings } from './to-observation.js';

/** Each reading of a full list may have a fault; a few bytes that have six each must not be answered with a book. */
const MOST_ERRORS = MOST_READINGS;

const either = z.union([NewReadings, DeviceColumns]);
/** What stands in a list is read one by one: a fault of one must not hide what is wrong with another. */
const SomeList = z.strictObject({ observations: z.array(z.unknown()).min(1).max(MOST_READINGS) });
export type IngestBody = DeviceColumns | z.output<typeof SomeList>;

/** Both shapes of our own JSON. A union would say of a faulty body only that it is neither: `columns` tells which is meant. */
export const IngestBody = {
  '~standard': {
    ...either['~standard'],
    validate: (body: unknown) => (isColumns(body) ? DeviceColumns : SomeList)['~standard'].validate(body),
  },
};

/**
 * A list of readings is all or nothing; of columns each impossible value is refused alone.
 *
 * @returns paths: where each observation stands; null: they are all or nothing
 */
export function readBody(body: IngestBody, nowMs: number) {
  if (isColumns(body)) return readColumns(body, nowMs);
  const { observations, errors } = readReadings(body, nowMs);
  if (errors.length > MOST_ERRORS) {
    const more = `and ${errors.length - MOST_ERRORS} more faults`;
    throw invalid([...errors.slice(0, MOST_ERRORS), { path: 'observations', message: more }]);
  }
  if (errors.length > 0) throw invalid(errors);
  return { observations, paths: null, refused: [] };
}

function isColumns(body: unknown): body is DeviceColumns {
  return typeof body === 'object' && body !== null && Object.hasOwn(body, 'columns');
}
