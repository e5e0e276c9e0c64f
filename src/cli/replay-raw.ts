import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type INestApplicationContext, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClinicsModule, ClinicsService } from '../modules/clinics/index.js';
import { replayClinic, type ReplayResult, type ReplaySide, ToldReadings } from '../modules/ingest/index.js';
import {
  ObservationSearches,
  ObservationsModule,
  ObservationsService,
  ReadingMoves,
} from '../modules/observations/index.js';
import { PatientsModule, PatientsService } from '../modules/patients/index.js';
import { audit } from '../platform/auth/audit.js';
import type { Caller } from '../platform/auth/caller.js';
import { loadConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/config.errors.js';
import { query } from '../platform/database/database.js';
import { startEmbeddedPostgres } from '../platform/database/embedded-postgres.js';
import { PlatformModule, type Surroundings } from '../platform/platform.module.js';
import { type OpenSurroundings, openSurroundings } from '../platform/surroundings.js';
import type { OpenDatabase } from './open-database.js';

const MOST_LINES = 20;

/**
 * Rebuilds observations from the vendors' payloads that were kept, in a throw-away PostgreSQL beside the data folder,
 * and compares them with what is stored. Nothing is changed. Ends with 1 on a difference.
 */
export async function replayRaw(
  options: { readonly clinic: string; readonly from: string; readonly to: string },
  open: OpenDatabase,
): Promise<void> {
  const [fromMs, toMs] = [dayMs('from', options.from), dayMs('to', options.to) + 86_400_000];
  const config = loadConfig(process.env);
  const kept = await open(config);
  const folder = join(config.dataDir, `replay-${process.pid}`);
  let scratch: Awaited<ReturnType<typeof startEmbeddedPostgres>> | undefined;
  try {
    const clinics = await findClinics(kept, options.clinic);
    scratch = await startEmbeddedPostgres(folder, { fresh: true });
    const rebuilt = await openSurroundings(loadConfig({ DATABASE_URL: scratch.url, STEPWELL_DATA_DIR: folder }));
    try {
      for (const clinic of clinics) {
        const result = await replayInto(kept, rebuilt, clinic, { fromMs, toMs });
        for (const line of describe(clinic.slug, result)) console.log(line);
        if (result.differences.length > 0) process.exitCode = 1;
      }
    } finally {
      await rebuilt.close();
    }
  } finally {
    await scratch?.stop();
    await rm(folder, { recursive: true, force: true });
    await kept.close();
  }
}

interface Clinic {
  readonly id: string;
  readonly slug: string;
}

async function replayInto(
  kept: OpenSurroundings,
  rebuilt: OpenSurroundings,
  clinic: Clinic,
  span: { fromMs: number; toMs: number },
): Promise<ReplayResult> {
  const from = await NestFactory.createApplicationContext(StoreModule.with(kept), QUIET);
  const to = await NestFactory.createApplicationContext(StoreModule.with(rebuilt), QUIET);
  try {
    const name = `replay-${clinic.slug}`.slice(0, 60);
    const scratchId = await to.get(ClinicsService).createClinic({ slug: name, name, timeZone: 'UTC' });
    const reader = actor(clinic.id, 'Observation', 'search');
    await kept.database.inClinic(clinic.id, () => audit(reader));
    const patients = to.get(PatientsService);
    return await replayClinic({
      database: kept.database,
      scratchDatabase: rebuilt.database,
      scratchReadings: new ToldReadings(to.get(ObservationsService), to.get(ReadingMoves)),
      kept: side(from, reader),
      scratch: side(to, actor(scratchId, 'Observation', 'create')),
      addPatient: (id, timeZone) =>
        patients.register(actor(scratchId, 'Patient', 'create'), {
          id,
          givenName: 'Replay',
          familyName: 'Replay',
          birthDate: '1970-01-01',
          timeZone,
          careTeam: [],
          monitoringConsent: true,
        }),
      ...span,
    });
  } finally {
    await to.close();
    await from.close();
  }
}

function side(store: INestApplicationContext, caller: Caller): ReplaySide {
  return { observations: store.get(ObservationsService), searches: store.get(ObservationSearches), caller };
}

/** A store without its workers: nobody evaluates the scratch, and beside a running server nobody works twice. */
@Module({})
class StoreModule {
  static with(surroundings: Surroundings) {
    return {
      module: StoreModule,
      imports: [PlatformModule.with(surroundings), ClinicsModule, PatientsModule, ObservationsModule],
    };
  }
}

const QUIET = { logger: ['fatal' as const], abortOnError: false };

function actor(clinicId: string, type: Caller['type'], interaction: Caller['interaction']): Caller {
  return {
    kind: 'system',
    actor: 'system/replay-raw',
    personId: null,
    name: 'stepwell replay-raw',
    clinicId,
    role: 'system',
    profession: null,
    patientId: null,
    sessionId: null,
    scopes: '',
    type,
    interaction,
    reach: 'clinic',
    requestId: 'replay-raw',
    act: { patientId: null, objectId: null, count: 1, written: false },
  };
}

async function findClinics({ workerDatabase }: OpenSurroundings, slug: string): Promise<Clinic[]> {
  const all = await workerDatabase.as.outside(() =>
    query<Clinic>('SELECT clinic_id AS id, slug FROM clinic ORDER BY created_at'),
  );
  const wanted = all.filter((clinic) => slug === '' || clinic.slug === slug);
  if (wanted.length === 0)
    throw new StartError(
      `There is no clinic "${slug}" here. Clinics: ${all.map((c) => c.slug).join(', ') || 'none yet'}.`,
    );
  return wanted;
}

function describe(
  slug: string,
  { payloads, observations, equal, correctedSince, pending, differences }: ReplayResult,
): string[] {
  const kinds = Object.entries(payloads).map(([vendor, count]) => `${vendor} ${count}`);
  return [
    `${slug}: payloads: ${kinds.join(', ') || 'none'}; observations: ${observations}, equal ${equal}, ` +
      `corrected since by another road ${correctedSince}, different ${differences.length}`,
    ...(pending > 0
      ? [`  ${pending} payloads wait to be moved to a corrected time zone, and were read in the one they were told in`]
      : []),
    ...differences
      .slice(0, MOST_LINES)
      .map((d) => `  payload ${d.payloadId}${d.observationId ? `, observation ${d.observationId}` : ''}: ${d.what}`),
    ...(differences.length > MOST_LINES ? [`  and ${differences.length - MOST_LINES} more`] : []),
  ];
}

function dayMs(name: string, text: string): number {
  const ms = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms)) throw new StartError(`--${name} must be a day such as 2026-11-20 (UTC).`);
  return ms;
}
