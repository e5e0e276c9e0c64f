import { METRICS } from '../../../../../metrics/index.js';
import { JsonRefused, parseJson } from '../../../../../platform/json/index.js';
import { toObservation } from '../../collector.js';
import { isRecord, numberLike } from '../../common.schema.js';
import { assertTheirs, type Unchecked } from '../../exports/assert-theirs.js';
import type { ExportProgress, ExportSink, ExportSummary } from '../../exports/export.js';
import type { Zip } from '../../exports/zip.js';
import { googleHealthParser } from '../../google-health/google-health.parser.js';
import { RefusalTally } from '../../refusal-tally.js';
import { UploadRefused, VendorPayloadError } from '../../vendor.errors.js';
import type { ParseContext, ParsedObservation } from '../../vendor.js';
import type { ArchiveFile, ArchiveFileKind } from './archive-files.js';
import { csvRows, type Row } from './csv-rows.js';
import { deviceOf, type GooglePoint, HEART_RATE, RESTING_RATE, SLEEP, STEPS, type Table } from './google-rows.js';
import { type List, NIGHTS, RESTING_RATES, ZONES } from './lists.js';
import { readHeartSample, readStepsMinute } from './minutes.js';
import { minuteOf, ToldBefore, type TwiceTold } from './told-before.js';

const BATCH_SIZE = 1000;
/** Nights and days in one payload: a correction of the zone reads each payload again in a transaction of its own. */
const MOST_IN_PAYLOAD = 400;
/** Thirty years of a pulse every few seconds. */
const MOST_RECORDS = 300_000_000;
const JSON_LIMITS = { maxDepth: 32, maxNodes: 2_000_000 };

/** What people call the files. */
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

/**
 * Reads the archive of a Fitbit account, as Google Takeout gives it ("Fitbit", since 2026 "Google Health") or as fitbit.com
 * gave it. Since 2026 it tells most things twice, in an older form (JSON) and a newer one (CSV with UTC and the device's
 * name): what the newer form tells is not taken from the older one as well. Of a heart rate that comes every few seconds
 * the first of each minute is taken.
 *
 * A file in it that cannot be read is refused alone, and counted.
 *
 * @throws UploadRefused when the archive names another day of birth than the patient's, before anything of it is stored;
 *   when it is damaged or hostile, with what came before handed on
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

type ReadFile = (file: ArchiveFile) => Promise<void>;

class ArchiveReader {
  private bytesRead = 0;
  private records = 0;
  private unchecked: Unchecked | null;
  private readonly skipped = new Map<string, number>();
  private readonly refused = new RefusalTally();
  private readonly ready: ParsedObservation[] = [];
  private readonly before = new ToldBefore();

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
      const bytesBefore = this.bytesRead;
      try {
        await this.readers[file.kind](file);
      } catch (error) {
        if (error instanceof UploadRefused) await this.flush();
        this.refuseFile(file.kind, error);
      }
      this.bytesRead = bytesBefore + file.entry.uncompressedSize;
      this.progress();
    }
    await this.flush();
    const skipped = [...this.skipped].map(([kind, count]) => ({ kind, count }));
    return { records: this.records, skipped, refusals: this.refused.list(), unchecked: this.unchecked };
  }

  private readonly readers: Record<ArchiveFileKind, ReadFile> = {
    profile: (file) => this.readProfile(file),
    'google-steps': (file) => this.readSteps(file),
    'google-heart-rate': (file) => this.readRows(file, HEART_RATE, 'heartRate'),
    'google-sleep': (file) => this.readRows(file, SLEEP, 'sleep'),
    'google-resting-rate': (file) => this.readDays(file),
    sleep: (file) => this.readList(file, NIGHTS),
    'resting-rate': (file) => this.readList(file, RESTING_RATES),
    zones: (file) => this.readList(file, ZONES),
    steps: (file) => this.readMinutes(file, 'steps'),
    'heart-rate': (file) => this.readMinutes(file, 'heartRate'),
  };

  private async readProfile(file: ArchiveFile): Promise<void> {
    for await (const row of this.rowsOf(file, [])) {
      const unchecked = assertTheirs(row['date_of_birth'], this.context.bornOn);
      // Of several one that names the day is enough.
      if (this.unchecked !== null) this.unchecked = unchecked;
      return;
    }
  }

  /** What comes before a fault in it is right, and is taken. */
  private async *rowsOf({ kind, entry }: ArchiveFile, needed: readonly string[]): AsyncGenerator<Row> {
    await this.zip.assertWhole(entry);
    try {
      yield* csvRows(this.counted(entry), needed);
    } catch (error) {
      this.refuseFile(kind, error);
    }
  }

  /** A long file says how far it is, too. */
  private async *counted(entry: ArchiveFile['entry']): AsyncGenerator<Buffer> {
    for await (const chunk of this.zip.read(entry)) {
      this.bytesRead += chunk.length;
      this.progress();
      yield chunk;
    }
  }

  /**
   * A watch tells the minutes with steps and no others, and a phone in a pocket counts the same walk in minutes of its own:
   * of an hour in which something worn counts, the phone's rows are left.
   */
  private async readSteps(file: ArchiveFile): Promise<void> {
    await this.zip.assertWhole(file.entry);
    try {
      for await (const row of csvRows(this.zip.read(file.entry), STEPS.needed)) {
        const told = STEPS.read(row);
        if (told && !told.isOfPhone && isWithin('steps', row['steps']) && row['steps'] !== '0')
          this.before.noteWorn(told.at);
      }
    } catch (error) {
      // It is told when the file is read.
      if (!(error instanceof VendorPayloadError)) throw error;
    }
    await this.readRows(file, STEPS, 'steps');
  }

  /** Rows that name their instants. */
  private async readRows(file: ArchiveFile, table: Table, what: TwiceTold): Promise<void> {
    const points: GooglePoint[] = [];
    for await (const row of this.rowsOf(file, table.needed)) {
      this.count(1);
      // Before it is read: of a pulse every few seconds this is nearly all.
      const minute = what === 'heartRate' ? minuteOf(row['timestamp']) : '';
      const told = this.before.inMinute(deviceOf(row), minute) ? 'heart rate within a minute' : table.read(row);
      if (typeof told === 'string') this.skip(told);
      else if (!told) this.skip('row without a reading');
      else if (this.before.isOneTooMany(told.device)) this.refuse('of more devices than one person has');
      else if (what === 'steps' && told.isOfPhone && this.before.inWorn(told.at))
        this.skip('counted by the watch, too');
      else {
        if (isWithin('heartRate', row['beats per minute'])) this.before.noteMinute(told.device, minute);
        if (points.push(told) >= BATCH_SIZE) await this.hand(this.parse(points.splice(0), what));
      }
    }
    await this.hand(this.parse(points, what));
  }

  /** Notes what the newer form tells: what a person typed in, and what a phone counted, says nothing of what the watch did. */
  private parse(points: readonly GooglePoint[], what: TwiceTold): readonly ParsedObservation[] {
    const payload = { dataPoints: points.map(({ point }) => point) };
    const { observations, refused, skipped } = googleHealthParser.parse(payload, this.context);
    for (const one of refused) this.refused.add(one);
    for (const { kind, count } of skipped) this.skip(kind, count);
    for (const { path, source } of observations) {
      const place = Number(/^dataPoints\[(\d+)\]/.exec(path ?? '')?.[1]);
      if (source.kind === 'watch') this.before.noteNewer(what, points[place]!.at);
    }
    return observations;
  }

  /** Rows that tell days: as the same days of the API. */
  private async readDays(file: ArchiveFile): Promise<void> {
    const days: GooglePoint[] = [];
    for await (const row of this.rowsOf(file, RESTING_RATE.needed)) {
      this.count(1);
      const told = RESTING_RATE.read(row);
      if (!told) this.skip('row without a reading');
      else if (this.before.isOneTooMany(told.device)) this.refuse('of more devices than one person has');
      else days.push(told);
    }
    for (const some of inPieces(days, MOST_IN_PAYLOAD)) {
      const good = new Set(this.parse(some, 'restingRate').map(({ path }) => path?.replace(/\..*$/, '')));
      const dataPoints = some.filter((_, i) => good.has(`dataPoints[${i}]`)).map(({ point }) => point);
      if (dataPoints.length > 0) await this.sink.payload('google-health', { dataPoints });
    }
  }

  /** Entries in days and wall-clock time, which the parser of Fitbit's payloads reads. */
  private async readList(file: ArchiveFile, { member, keep, twice }: List): Promise<void> {
    const entries = await this.parseJson(file);
    const taken = entries.filter((entry) => !twice || !this.before.inNewer(twice.what, twice.dayOf(entry)));
    this.skip('told in the newer form, too', entries.length - taken.length);
    for (const some of inPieces(taken, MOST_IN_PAYLOAD))
      await this.sink.payload('fitbit', { [member]: some.map(keep) });
  }

  /** Entries of the older form that name instants. */
  private async readMinutes(file: ArchiveFile, metric: 'steps' | 'heartRate'): Promise<void> {
    const read = metric === 'steps' ? readStepsMinute : readHeartSample;
    const unit = metric === 'steps' ? { unit: 'steps' } : { unit: '/min', vendorUnit: 'bpm' };
    const source = { device: null, kind: 'watch', externalId: null } as const;
    for (const some of inPieces(await this.parseJson(file), BATCH_SIZE)) {
      const made = some.flatMap((entry) => {
        const minute = metric === 'heartRate' && isRecord(entry) ? minuteOf(entry['dateTime']) : '';
        if (this.before.inMinute('', minute)) return this.leave('heart rate within a minute');
        const told = read(entry);
        if (told === undefined) return this.leave('heart rate that is a guess');
        if (typeof told === 'string') return this.refuse(told);
        if (this.before.inNewer(metric, told.startMs)) return this.leave('told in the newer form, too');
        const one = toObservation('fitbit', { metric, ...told, ...unit, ...source });
        if (typeof one === 'string') return this.refuse(one);
        this.before.noteMinute('', minute);
        return [one];
      });
      await this.hand(made);
    }
  }

  /** @throws VendorPayloadError, JsonRefused when it is no list */
  private async parseJson({ entry }: ArchiveFile): Promise<readonly unknown[]> {
    const bytes = await this.zip.readWhole(entry);
    const list = bytes && parseJson(bytes, JSON_LIMITS);
    if (!Array.isArray(list)) throw new VendorPayloadError('The file must be a list.');
    this.count(list.length);
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

  private count(records: number): void {
    this.records += records;
    if (this.records > MOST_RECORDS)
      throw new UploadRefused('UPLOAD_TOO_LARGE', 'The zip holds more than health records do: export it again.');
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

/** As the parser will find, too. */
const isWithin = (metric: 'steps' | 'heartRate', text: string | undefined) =>
  numberLike.safeParse(text).success && Number(text) >= METRICS[metric].min && Number(text) <= METRICS[metric].max;

function* inPieces<T>(list: readonly T[], most: number): Generator<readonly T[]> {
  for (let from = 0; from < list.length; from += most) yield list.slice(from, from + most);
}
