import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { ReadingService } from '../../observations/index.js';
import { parseObservationSearch } from '../search/index.js';
import type { Json } from '../validate/index.js';
import { findLivingIds } from './living-ids.js';
import { refuse, statusOfSearch } from './fhir-errors.js';
import { toSearchset } from './searchset.js';
import { toLinks } from './to-links.js';
import { toResource } from './render-observation.js';

const MOST = 100;
/** All are in one answer, however many are asked for. */
const NO_PAGES = ['_count'];

/** https://hl7.org/fhir/R4/observation-operation-lastn.html: the newest observations of each code. */
@Injectable()
export class LastObservations {
  constructor(
    private readonly database: Database,
    private readonly reading: ReadingService,
    private readonly config: Config,
  ) {}

  async find(caller: Caller, parameters: URLSearchParams, strict: boolean): Promise<Json> {
    const max = readMax(parameters.getAll('max'));
    const rest = new URLSearchParams([...parameters].filter(([name]) => name !== 'max'));
    const parsed = parseObservationSearch(rest, { strict, base: `${this.config.publicUrl}/fhir/` });
    if (!parsed.ok) return refuse(parsed.issues, statusOfSearch(parsed.issues));
    const { patientIds, codes, categories, statuses, date, ids, updated, count, ignored } = parsed.query;
    const [patientId, ...others] = patientIds ?? [];
    if (patientId === undefined || others.length > 0)
      return refuse([wrong('patient', 'say of whom: patient=<id>, one')], 400);
    // The newest of each code are found along the time they are of, whenever they came in.
    if (ids || updated)
      return refuse(
        [wrong(ids ? '_id' : '_lastUpdated', '$lastn takes patient, code, category, status, date and max')],
        400,
      );
    const [livingId] = await findLivingIds(this.database, caller, [patientId.toLowerCase()]);
    const rows = await this.reading.lastOfEach(caller, livingId!, { codes, categories, statuses, date, max });
    const base = `${this.config.publicUrl}/fhir/Observation`;
    const shown = count === 0 ? [] : rows.map(toResource);
    return toSearchset(base, toLinks(`${base}/$lastn`, parameters, [...ignored, ...NO_PAGES]), shown, {
      total: rows.length,
      ignored,
    });
  }
}

const wrong = (expression: string, diagnostics: string) => ({
  severity: 'error' as const,
  code: 'invalid' as const,
  expression,
  diagnostics,
});

function readMax(values: readonly string[]): number {
  const [text = '1'] = values;
  const max = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (values.length > 1 || max < 1 || max > MOST)
    return refuse([wrong('max', `max must be a number from 1 to ${MOST}`)], 400);
  return max;
}
