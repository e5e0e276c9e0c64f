import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { BATCH_BYTES, BODY_BYTES, UPLOAD_BYTES } from '../../platform/http/body-limits.js';
import { GROWTH_COUNTS_FROM_BYTES, MOST_GROWTH } from '../../platform/http/inflating.js';
import { MOST_ADDRESS_BYTES } from '../../platform/http/long-addresses.js';
import { MOST_FORM_BYTES } from '../../platform/http/search-form.js';
import { MOST_LINE_BYTES } from '../../platform/json/line-batch.js';
import { BATCH_JSON_LIMITS, JSON_LIMITS } from '../../platform/json/parse-json.js';
import { MOST_ENTRIES } from '../fhir/resources/bundles.service.js';
import { MAX_COUNT, MAX_PARAMS, MAX_VALUES } from '../fhir/search/search-params.js';
import { MOST_COLUMNS, MOST_VALUES } from './columns.schema.js';
import { LONGEST_KEY } from '../../platform/http/idempotency.js';
import { MOST_READINGS } from './ingest.schema.js';

const DOCUMENT = join(import.meta.dirname, '../../../docs/how-to/connect-a-device.md');
const many = (n: number) => n.toLocaleString('en');
const kB = (bytes: number) => `${bytes / 1024} kB`;
const MB = (bytes: number) => `${bytes / 1024 ** 2} MB`;
const values = ({ maxNodes }: typeof JSON_LIMITS) => `${many(maxNodes)} values`;

it('what devices may send at most is what docs/how-to/connect-a-device.md says', () => {
  const [, section = ''] = readFileSync(DOCUMENT, 'utf8').split('\n## Limits\n');
  const rows = [...section.matchAll(/^\| (?!road)(.+) \| (.+) \|$/gm)].map(([, road, most]) => [road, most]);
  const ordinary = `${MB(BODY_BYTES)}, ${values(JSON_LIMITS)}`;
  expect(BATCH_JSON_LIMITS.maxDepth).toBe(JSON_LIMITS.maxDepth);
  expect(rows).toEqual([
    ['`POST /fhir/Observation`, and every other JSON body', ordinary],
    [
      '`POST /fhir`',
      `${ordinary}; ${many(MOST_ENTRIES.batch)} entries of a batch, ${MOST_ENTRIES.transaction} of a transaction`,
    ],
    [
      '`POST /ingest/v1/observations`',
      `${MB(BATCH_BYTES)}, ${values(JSON_LIMITS)}; ${many(MOST_READINGS)} readings, or ${MOST_COLUMNS} columns and ${many(MOST_VALUES)} values of theirs`,
    ],
    ['`POST /ingest/v1/vendors/…`', `${MB(BATCH_BYTES)}, ${values(BATCH_JSON_LIMITS)}`],
    [
      'streams: `POST /fhir/$import`, NDJSON to `/ingest/v1/observations`',
      `no limit; a line ${kB(MOST_LINE_BYTES)} and ${values(JSON_LIMITS)}; inflated not more than ${MOST_GROWTH} times its size, from ${MB(GROWTH_COUNTS_FROM_BYTES)} on`,
    ],
    ['`POST /ingest/v1/uploads`', `one file of ${UPLOAD_BYTES / 1024 ** 3} GB`],
    ['nesting of any JSON', `${JSON_LIMITS.maxDepth} deep`],
    ['an `Idempotency-Key`', `${LONGEST_KEY} characters`],
    ['an address with its query', `${kB(MOST_ADDRESS_BYTES)} (\`414\`)`],
    [
      'a FHIR search',
      `${MAX_PARAMS} parameters of ${MAX_VALUES} values; by \`POST …/_search\` a form of ${kB(MOST_FORM_BYTES)}; ${MAX_COUNT} resources a page`,
    ],
  ]);
});
