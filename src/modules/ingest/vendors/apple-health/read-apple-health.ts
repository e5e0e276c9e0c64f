import { toObservation } from '../collector.js';
import { assertTheirs, type Unchecked } from '../exports/assert-theirs.js';
import type { ExportProgress, ExportSummary } from '../exports/export.js';
import { VendorPayloadError } from '../vendor.errors.js';
import { RefusalTally } from '../refusal-tally.js';
import type { ParseContext, ParsedObservation, SourceKind } from '../vendor.js';
import { APPLE_HEALTH, type AppleOrigin, readAppleRecord, type Attributes } from './apple-record.js';
import { Nights, type Night } from './nights.js';
import { SafeXmlReader } from './safe-xml.js';

const BORN = 'HKCharacteristicTypeIdentifierDateOfBirth';
const BATCH_SIZE = 1000;
const MAX_SKIPPED_KINDS = 500;

/**
 * Streams Apple's export.xml into batches of 1,000 in order of arrival. Memory stays bounded whatever the size: the next
 * bytes are read after the sink has taken what came before. Sleep is told a night at a time, after the night.
 *
 * @param context - only whose it should be: Apple writes the offset with every time, so the patient's zone is not needed here
 */
export async function readAppleHealth(
  input: AsyncIterable<Buffer>,
  { bornOn }: ParseContext,
  sink: (batch: ParsedObservation[]) => Promise<void>,
  onProgress?: (progress: ExportProgress) => void,
): Promise<ExportSummary> {
  const records = new AppleRecords(bornOn);
  const xml = new SafeXmlReader(records);
  let bytesRead = 0;
  for await (const chunk of input) {
    for (const _slice of xml.write(chunk)) {
      while (records.ready.length >= BATCH_SIZE) await sink(records.ready.splice(0, BATCH_SIZE));
    }
    bytesRead += chunk.length;
    onProgress?.({ bytesRead, records: records.seen });
  }
  xml.end();
  records.finish();
  while (records.ready.length > 0) await sink(records.ready.splice(0, BATCH_SIZE));
  onProgress?.({ bytesRead, records: records.seen });
  return records.summary();
}

/** Hears the tags and gathers what they mean. */
class AppleRecords {
  readonly ready: ParsedObservation[] = [];
  seen = 0;
  private readonly nights = new Nights();
  private readonly skipped = new Map<string, number>();
  private readonly refused = new RefusalTally();
  private current: Attributes | undefined;
  private typedIn = false;
  private unchecked: Unchecked | null;

  constructor(private readonly bornOn: string | undefined) {
    // Until it says who it is of.
    this.unchecked = assertTheirs(undefined, bornOn);
  }

  /** Records inside a Correlation stand at the top as well, so only those directly below the root count. */
  open(name: string, attributes: Attributes, depth: number): void {
    if (depth === 1 && name !== 'HealthData') {
      throw new VendorPayloadError('XML must be an Apple Health export: its root is HealthData.');
    }
    if (depth === 2 && name === 'Me') this.unchecked = assertTheirs(attributes[BORN], this.bornOn);
    if (depth === 2 && name === 'Record') {
      this.current = attributes;
      this.typedIn = false;
    } else if (this.current && name === 'MetadataEntry' && attributes['key'] === 'HKWasUserEntered') {
      this.typedIn = attributes['value'] === '1';
    }
  }

  close(name: string, depth: number): void {
    if (depth !== 2) return;
    if (name === 'Record' && this.current) this.take(this.current);
    else if (name !== 'ExportDate' && name !== 'Me') this.skip(/^[A-Za-z]{1,40}$/.test(name) ? name : 'other');
    this.current = undefined;
  }

  finish(): void {
    for (const night of this.nights.closeAll()) this.tell(night);
  }

  summary(): ExportSummary {
    const skipped = [...this.skipped].map(([kind, count]) => ({ kind, count }));
    return { records: this.seen, skipped, refusals: this.refused.list(), unchecked: this.unchecked };
  }

  private take(attributes: Attributes): void {
    this.seen++;
    const reading = readAppleRecord(attributes, this.typedIn);
    if (reading.is === 'observation') this.ready.push(reading.observation);
    else if (reading.is === 'skipped') this.skip(reading.what);
    else if (reading.is === 'refused') this.refused.add(reading);
    else {
      const key = JSON.stringify([reading.kind, reading.origin]);
      for (const night of this.nights.add(key, reading.segment)) this.tell(night);
    }
  }

  private tell(night: Night): void {
    const [kind, origin] = JSON.parse(night.source) as [SourceKind, AppleOrigin];
    const made = toObservation(APPLE_HEALTH, {
      metric: 'sleepDuration',
      startMs: night.startMs,
      endMs: night.endMs,
      value: night.asleepMs / 60_000,
      unit: 'min',
      ...origin,
      kind,
      externalId: null,
    });
    if (typeof made === 'string') this.refused.add({ message: made });
    else this.ready.push(made);
  }

  private skip(kind: string): void {
    const known = this.skipped.has(kind) || this.skipped.size < MAX_SKIPPED_KINDS ? kind : 'other';
    this.skipped.set(known, (this.skipped.get(known) ?? 0) + 1);
  }
}
