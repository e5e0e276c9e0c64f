import { JsonRefused, parseJson } from '../../../../../platform/json/index.js';
import { toObservation } from '../../collector.js';
import { isRecord } from '../../common.schema.js';
import { assertTheirs, type Unchecked } from '../../exports/assert-theirs.js';
import type { ExportProgress, ExportSink, ExportSummary } from '../../exports/export.js';
import type { Zip } from '../../exports/zip.js';
import { googleHealthParser } from '../../google-health/google-health.parser.js';
import { RefusalTally } from '../../refusal-tally.js';
import { VendorPayloadError } from '../../vendor.errors.js';
import type { ParseContext, ParsedObservation } from '../../vendor.js';
import type { ArchiveFile, ArchiveFileKind } from './archive-files.js';
import { archivedRestingRateSchema } from '../fitbit.schema.js';
import { csvRows, type Row } from './csv-rows.js';
import {
  deviceOf,
  type GooglePoint,
  readHeartRate,
  readRestingRate,
  type ReadRow,
  readSleep,
  readSteps,
} from './google-rows.js';
import { readHeartSample, readStepsMinute } from './minutes.js';

const BATCH_SIZE = 1000;
/** Nights and days in one payload: a correction of the zone reads each payload again in a transaction of its own. */
const MOST_IN_PAYLOAD = 400;
/** Twenty-three years. */
const MOST_HOURS = 200_000;
const MOST_SOURCES = 1000;
const HOUR_MS = 3_600_000;
const JSON_LIMITS = { maxDepth: 32, maxNodes: 2_000_000 };

/**
 * Reads the archive of a Fitbit account, as Google Takeout gives it ("Fitbit", since 2026 "Google Health") or as fitbit.com
 * gave it. Since 2026 it tells most things twice, in an older form (JSON) and a newer one (CSV with UTC and the device's name): what the newer
 * form tells is not taken from the older one as well. Of a heart rate that comes every few seconds the first of each
 * minute is taken.
 *
 * A file in it that cannot be read is refused alone, and counted.
 *
 * @throws UploadRefused when the archive names another day of birth than the patient's, before anything of it is stored
 */
export function readArchive(
  zip: Zip,
  files: readonly ArchiveFile[],
  context: ParseContext,
  sink: ExportSink,
  onProgress?: (progress: ExportProgress) => void,
): Promise<ExportSummary> {
  return new ArchiveReader(zip, context, sink, onProgress).readAll(files);
}

/** What people call them. */
const NAMES: Record<ArchiveFileKind, string> = {
  profile: 'a profile',
  'google-steps': 'a file of steps',
  'google-heart-rate': 'a file of the heart rate',
  'google-resting-rate': 'a file of the resting heart rate',
  'google-sleep': 'a file of nights',
  sleep: 'a file of nights',
  'resting-rate': 'a file of the resting heart rate',
  zones: 'a file of minutes in heart-rate zones',
  steps: 'a file of steps',
  'heart-rate': 'a file of the heart rate',
};

type ReadFile = (file: ArchiveFile) => Promise<void>;
interface Rows {
  readonly read: ReadRow;
  /** Keeps what the newer form has told. */
  readonly note: (point: GooglePoint) => void;
  /** Of each minute and device one is enough. */
  readonly isOnceAMinute?: boolean;
}

class ArchiveReader {
  private bytesRead = 0;
  private records = 0;
  private unchecked: Unchecked | null;
  private readonly skipped = new Map<string, number>();
  private readonly refused = new RefusalTally();
  private readonly ready: ParsedObservation[] = [];
  /** Told by the newer form: hours, and days. */
  private readonly told = {
    steps: new Set<number>(),
    heartRate: new Set<number>(),
    sleep: new Set<string>(),
    restingRate: new Set<string>(),
  };
  /** By source, the minute whose heart rate was taken last. */
  private readonly minutes = new Map<string, string>();

  constructor(
    private readonly zip: Zip,
    private readonly context: ParseContext,
    private readonly sink: ExportSink,
    private readonly onProgress: ((progress: ExportProgress) => void) | undefined,
  ) {
    // Until it says whose it is.
    this.unchecked = assertTheirs(undefined, context.bornOn);
  }

  async readAll(files: readonly ArchiveFile[]): Promise<ExportSummary> {
    for (const file of files) {
      try {
        await this.readers[file.kind](file);
      } catch (error) {
        this.refuseFile(file.kind, error);
      }
      this.bytesRead += file.entry.uncompressedSize;
      this.progress();
    }
    await this.flush();
    const skipped = [...this.skipped].map(([kind, count]) => ({ kind, count }));
    return { records: this.records, skipped, refusals: this.refused.list(), unchecked: this.unchecked };
  }

  private readonly readers: Record<ArchiveFileKind, ReadFile> = {
    profile: (file) => this.readProfile(file),
    'google-steps': (file) =>
      this.readRows(file, { read: readSteps, note: (p) => note(this.told.steps, hourOf(p.atMs)) }),
    'google-heart-rate': (file) =>
      this.readRows(file, {
        read: readHeartRate,
        note: (p) => note(this.told.heartRate, hourOf(p.atMs)),
        isOnceAMinute: true,
      }),
    'google-sleep': (file) => this.readRows(file, { read: readSleep, note: (p) => note(this.told.sleep, p.day!) }),
    'google-resting-rate': (file) => this.readDays(file),
    sleep: (file) => this.readList(file, (entry) => !this.told.sleep.has(dayOfSleep(entry))),
    'resting-rate': (file) => this.readList(file, (entry) => !this.told.restingRate.has(dayOfRate(entry))),
    zones: (file) => this.readList(file, () => true),
    steps: (file) => this.readMinutes(file, 'steps'),
    'heart-rate': (file) => this.readMinutes(file, 'heartRate'),
  };

  private async readProfile(file: ArchiveFile): Promise<void> {
    for await (const row of this.rowsOf(file)) {
      this.unchecked = assertTheirs(row['date_of_birth'], this.context.bornOn);
      return;
    }
  }

  /** What comes before a fault in it is right, and is taken. */
  private async *rowsOf({ kind, entry }: ArchiveFile): AsyncGenerator<Row> {
    await this.zip.assertWhole(entry);
    try {
      yield* csvRows(this.zip.read(entry));
    } catch (error) {
      this.refuseFile(kind, error);
    }
  }

  /** Rows that name their instants. */
  private async readRows(file: ArchiveFile, { read, note: keep, isOnceAMinute }: Rows): Promise<void> {
    const points: object[] = [];
    for await (const row of this.rowsOf(file)) {
      this.records++;
      // Before it is read: of a pulse every few seconds this is nearly all.
      const minute = isOnceAMinute === true ? minuteOf(row['timestamp']) : '';
      const told = this.isTaken(deviceOf(row), minute) ? 'heart rate within a minute' : read(row);
      if (typeof told === 'string') this.skip(told);
      else if (!told) this.skip('row without a reading');
      else {
        this.noteTaken(told.device, minute);
        // What a phone counted says nothing of what the watch did.
        if (!told.isOfPhone) keep(told);
        if (points.push(told.point) >= BATCH_SIZE) await this.take(points.splice(0));
      }
    }
    await this.take(points);
  }

  private async take(points: readonly object[]): Promise<void> {
    const { observations, refused, skipped } = googleHealthParser.parse({ dataPoints: points }, this.context);
    for (const one of refused) this.refused.add(one);
    for (const { kind, count } of skipped) this.skip(kind, count);
    await this.hand(observations);
  }

  /** Rows that tell days: as the same days of the API. */
  private async readDays(file: ArchiveFile): Promise<void> {
    const days: object[] = [];
    for await (const row of this.rowsOf(file)) {
      this.records++;
      const told = readRestingRate(row);
      if (!told) this.skip('row without a reading');
      else {
        if (!told.isOfPhone) note(this.told.restingRate, told.day!);
        days.push(told.point);
      }
    }
    for (const some of inPieces(days, MOST_IN_PAYLOAD)) await this.sink.payload('google-health', { dataPoints: some });
  }

  /** Entries in days and wall-clock time, which the parser of Fitbit's payloads reads. */
  private async readList(file: ArchiveFile, isTaken: (entry: unknown) => boolean): Promise<void> {
    const entries = await this.parse(file);
    const taken = entries.filter(isTaken);
    this.skip('told in the newer form, too', entries.length - taken.length);
    for (const some of inPieces(taken.map(withoutStages), MOST_IN_PAYLOAD)) await this.sink.payload('fitbit', some);
  }

  /** Entries of the older form that name instants. */
  private async readMinutes(file: ArchiveFile, metric: 'steps' | 'heartRate'): Promise<void> {
    const entries = await this.parse(file);
    const read = metric === 'steps' ? readStepsMinute : readHeartSample;
    const unit = metric === 'steps' ? { unit: 'steps' } : { unit: '/min', vendorUnit: 'bpm' };
    for (const some of inPieces(entries, BATCH_SIZE)) {
      const made = some.flatMap((entry) => {
        const minute = metric === 'heartRate' && isRecord(entry) ? minuteOf(entry['dateTime']) : '';
        if (this.isTaken('', minute)) return this.leave('heart rate within a minute');
        const told = read(entry);
        if (told === undefined) return this.leave('heart rate that is a guess');
        if (typeof told === 'string') return this.refuse(told);
        if (this.told[metric].has(hourOf(told.startMs))) return this.leave('told in the newer form, too');
        this.noteTaken('', minute);
        const one = toObservation('fitbit', {
          metric,
          ...told,
          ...unit,
          device: null,
          kind: 'watch',
          externalId: null,
        });
        return typeof one === 'string' ? this.refuse(one) : [one];
      });
      await this.hand(made);
    }
  }

  /** @throws VendorPayloadError, JsonRefused when it is no list */
  private async parse({ entry }: ArchiveFile): Promise<readonly unknown[]> {
    const bytes = await this.zip.readWhole(entry);
    const list = bytes && parseJson(bytes, JSON_LIMITS);
    if (!Array.isArray(list)) throw new VendorPayloadError('The file must be a list.');
    this.records += list.length;
    return list;
  }

  private async hand(observations: readonly ParsedObservation[]): Promise<void> {
    this.ready.push(...observations);
    while (this.ready.length >= BATCH_SIZE) await this.sink.readings(this.ready.splice(0, BATCH_SIZE));
    this.progress();
  }

  private async flush(): Promise<void> {
    if (this.ready.length > 0) await this.sink.readings(this.ready.splice(0));
  }

  /** Files of a device come minute after minute, so that the last one is enough to know. */
  private isTaken(device: string, minute: string): boolean {
    return minute !== '' && this.minutes.get(device) === minute;
  }

  private noteTaken(device: string, minute: string): void {
    if (minute === '') return;
    if (this.minutes.size > MOST_SOURCES) this.minutes.clear();
    this.minutes.set(device, minute);
  }

  /** Its neighbours are read all the same. */
  private refuseFile(kind: ArchiveFileKind, error: unknown): void {
    if (!(error instanceof VendorPayloadError) && !(error instanceof JsonRefused)) throw error;
    this.refused.add({ message: `${NAMES[kind]} that could not be read` });
  }

  private leave(kind: string): [] {
    this.skip(kind);
    return [];
  }

  private refuse(message: string): [] {
    this.refused.add({ message });
    return [];
  }

  private skip(kind: string, count = 1): void {
    if (count > 0) this.skipped.set(kind, (this.skipped.get(kind) ?? 0) + count);
  }

  private progress(): void {
    this.onProgress?.({ bytesRead: this.bytesRead, records: this.records });
  }
}

/** A made-up file could name hours without end. */
function note<T>(told: Set<T>, at: T): void {
  if (told.size < MOST_HOURS) told.add(at);
}

/** What a time is written with before its seconds; empty: it is none. */
const minuteOf = (text: unknown) => (typeof text === 'string' ? (/^.*?\d\d:\d\d(?=:)/.exec(text)?.[0] ?? '') : '');
const hourOf = (ms: number) => Math.floor(ms / HOUR_MS);
const dayOfSleep = (entry: unknown) => (isRecord(entry) ? String(entry['dateOfSleep']) : '');
const dayOfRate = (entry: unknown) => archivedRestingRateSchema.safeParse(entry).data?.dateTime ?? '';

/** A night's stages are most of its bytes, and nothing that we read. */
function withoutStages(entry: unknown): unknown {
  if (!isRecord(entry)) return entry;
  const { levels: _stages, ...rest } = entry;
  return rest;
}

function* inPieces<T>(list: readonly T[], most: number): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += most) yield list.slice(from, from + most);
}
