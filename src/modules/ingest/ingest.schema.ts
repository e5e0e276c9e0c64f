import { z } from 'zod';
import { METRIC_IDS } from '../../metrics/index.js';
import { FieldFault } from '../../platform/http/problem.schema.js';
import { uuid } from '../clinics/index.js';
import { SOURCE_KINDS } from '../observations/index.js';
import { EXPORT_KINDS, UNCHECKED } from './vendors/index.js';

export const instant = z.iso.datetime({
  offset: true,
  message: 'must be a time with offset, such as 2026-11-22T08:00:00+01:00',
});

/** In letters. */
export const LONGEST = { unit: 40, system: 100, device: 200 } as const;

/** To be asked through `checkReading`. */
export const NewReading = z
  .strictObject({
    patient: uuid,
    metric: z.enum(METRIC_IDS as [string, ...string[]], { error: `must be one of ${METRIC_IDS.join(', ')}` }),
    start: instant,
    end: instant.optional(),
    value: z.number(),
    unit: z.string().max(LONGEST.unit).optional(),
    source: z.strictObject({
      system: z.string().min(1).max(LONGEST.system),
      device: z.string().max(LONGEST.device).default(''),
      kind: z.enum(SOURCE_KINDS).default('other'),
    }),
  })
  .meta({ id: 'NewReading' });
export type NewReading = z.output<typeof NewReading>;

export const MOST_READINGS = 1000;
export const NewReadings = z
  .strictObject({ observations: z.array(NewReading).min(1).max(MOST_READINGS) })
  .meta({ id: 'NewReadings' });

export const OfPatient = z.object({ patient: uuid });
export type OfPatient = z.output<typeof OfPatient>;
const UPLOAD_KINDS_WORDS = `must be ${EXPORT_KINDS.join(' or ')}, or left out: files of other makers are not read, what they push goes to /ingest/v1/vendors/…`;
export const UploadQuery = z.object({
  patient: uuid,
  kind: z.enum(EXPORT_KINDS, { error: UPLOAD_KINDS_WORDS }).optional().meta({
    description: 'What the file is. Left out: it is told by what is in it',
  }),
});
export type UploadQuery = z.output<typeof UploadQuery>;

export const Ingested = z
  .object({
    stored: z.number(),
    updated: z.number(),
    duplicates: z.number(),
    /** The first hundred. */
    refused: z.array(z.object({ path: z.string(), message: z.string() })),
    refusedCount: z.number(),
    skipped: z.array(z.object({ kind: z.string(), count: z.number() })),
  })
  .meta({ id: 'Ingested' });
export type Ingested = z.output<typeof Ingested>;

export const LineAnswer = z
  .union([
    z.strictObject({ line: z.number(), status: z.literal([200, 201]), id: z.string(), version: z.number() }),
    z.strictObject({
      line: z.number(),
      status: z.number(),
      code: z.string(),
      detail: z.string(),
      errors: z.array(FieldFault.extend({ code: z.string().optional() })).optional(),
    }),
  ])
  .meta({
    id: 'LineAnswer',
    description:
      'One a line: what became of each. 201: stored, 200: known already or corrected, 503: send this line again',
  });

export const PayloadQuery = z.object({
  patient: uuid,
  observation: uuid.optional().describe('Only payloads that told of this one.'),
  after: uuid.optional().describe('`next` of the page before.'),
});
export type PayloadQuery = z.output<typeof PayloadQuery>;
export const RawPayloads = z
  .object({
    payloads: z.array(
      z.object({
        id: z.string(),
        vendor: z.string(),
        receivedAt: z.string(),
        rawBytes: z.number().nullable(),
        keptBytes: z.number().nullable(),
        bodyRemovedAt: z.string().nullable(),
        observations: z.number(),
      }),
    ),
    next: z.string().nullable().meta({ description: 'Pass it as `after` for the next page; null on the last' }),
  })
  .meta({ id: 'RawPayloads' });
export type RawPayloads = z.output<typeof RawPayloads>;

export const UploadStarted = z.object({ id: z.string() }).meta({ id: 'UploadStarted' });
export const UploadState = z
  .object({
    id: z.string(),
    state: z.enum(['receiving', 'reading', 'done', 'failed', 'taking-back', 'taken-back']),
    bytesRead: z.number(),
    bytesTotal: z.number().nullable(),
    records: z.number(),
    stored: z.number(),
    duplicates: z.number(),
    skipped: z.number(),
    refused: z.number(),
    refusals: z
      .array(z.object({ code: z.enum(['PERIOD_CLOSED', 'INVALID']), message: z.string(), count: z.number() }))
      .nullable()
      .meta({
        description:
          'Why entries were not taken, the commonest first; those of PERIOD_CLOSED are not wrong. Null of a file that is not read to its end, and of older ones',
      }),
    error: z.string().nullable(),
    errorCode: z.string().nullable().meta({
      description: 'Why it failed or waits, as a stable word; null also of files that failed before there were any',
    }),
    unchecked: z.enum(UNCHECKED).nullable().meta({
      description:
        'Of a file that was taken: why nobody could check that it is this patient’s. It names no date of birth, or the record has none. Null: it names the patient’s, or is not read to its end',
    }),
    takenBack: z.number().meta({ description: 'How many of its readings are gone from the record again' }),
    takeBackUntil: z.string().nullable().meta({ description: 'Until when it can be taken back; null: it cannot' }),
    sentAt: z.string(),
  })
  .meta({ id: 'UploadState' });
/** The newest first. */
export const UploadList = z.object({ uploads: z.array(UploadState) }).meta({ id: 'UploadList' });
