import type { z } from 'zod';
import { findOverlong, METRICS, toCanonical, type MetricId } from '../../../metrics/index.js';
import type { ParsedObservation, ParseResult, Refusal, SourceKind } from './vendor.js';

/** A civil day in autumn has 25 hours; a longer period cannot be given to a day, unless it is one, of a journey west. */
const MAX_PERIOD_MS = 25 * 3_600_000;

export interface Draft {
  readonly metric: MetricId;
  readonly startMs: number;
  readonly endMs: number;
  /** It is the patient's civil day, however long. */
  readonly isDay?: boolean;
  /** How long it was by the device's own count, where clocks that were changed meanwhile tell a shorter time. */
  readonly countedMs?: number;
  readonly value: number;
  /** The unit in words of our catalogue; `vendorUnit` is how the vendor writes it, where that differs. */
  readonly unit: string;
  readonly vendorUnit?: string;
  readonly maker?: string | undefined;
  readonly device: string | null;
  readonly kind: SourceKind;
  readonly externalId: string | null;
  readonly toldAs?: string;
  readonly revisedMs?: number | undefined;
}

/** Turns one draft into an observation in our unit, or into the sentence why not. */
export function toObservation(system: string, draft: Draft): ParsedObservation | string {
  const { metric, startMs, endMs } = draft;
  if (!Number.isFinite(startMs) || !Number.isFinite(endMs)) return 'must have a start and an end in time';
  if (endMs < startMs) return 'must not end before it starts';
  if (endMs - startMs > MAX_PERIOD_MS && !draft.isDay) return `period of ${metric} must be one day or shorter`;
  const canonical = toCanonical(METRICS[metric], draft.value, draft.unit);
  if (!canonical.ok) return canonical.message;
  const lengthMs = Math.max(endMs - startMs, draft.countedMs ?? 0);
  const overlong = findOverlong(metric, { value: canonical.value, startMs, endMs: startMs + lengthMs });
  if (overlong !== null) return overlong;
  return {
    metric,
    startMs,
    endMs,
    value: canonical.value,
    original: { value: draft.value, unit: draft.vendorUnit ?? draft.unit },
    source: {
      system,
      ...(draft.maker === undefined ? {} : { maker: draft.maker }),
      device: draft.device,
      kind: draft.kind,
    },
    externalId: draft.externalId,
    ...(draft.toldAs === undefined ? {} : { toldAs: draft.toldAs }),
    ...(draft.revisedMs === undefined ? {} : { revisedMs: draft.revisedMs }),
  };
}

/** Gathers what one payload yields: readings, refused entries, counts of what we do not keep. */
export class Collector {
  private readonly observations: ParsedObservation[] = [];
  private readonly refused: Refusal[] = [];
  private readonly skipped = new Map<string, number>();
  private readonly named = new Map<string, ParsedObservation>();

  constructor(private readonly system: string) {}

  add(path: string, draft: Draft): void {
    const made = toObservation(this.system, draft);
    if (typeof made === 'string') this.refuse(path, made);
    else if (this.hasNameOfAnother(made)) this.refuse(path, 'must not have the id of another reading of this message');
    else this.observations.push({ path, ...made });
  }

  /** By its id it would be the other one, moved to another time, and that one would be gone. */
  private hasNameOfAnother(made: ParsedObservation): boolean {
    if (made.externalId === null) return false;
    const name = `${made.metric} ${made.externalId}`;
    const first = this.named.get(name);
    if (!first) this.named.set(name, made);
    const isElsewhere = first !== undefined && (first.startMs !== made.startMs || first.endMs !== made.endMs);
    return isElsewhere && first.revisedMs === made.revisedMs;
  }

  refuse(path: string, message: string): void {
    this.refused.push({ path, message });
  }

  skip(kind: string, count = 1): void {
    if (count > 0) this.skipped.set(kind, (this.skipped.get(kind) ?? 0) + count);
  }

  /** The entry as the schema reads it; otherwise it is refused by the path of its first fault. */
  read<S extends z.ZodType>(schema: S, entry: unknown, path: string): z.output<S> | undefined {
    const read = schema.safeParse(entry);
    if (read.success) return read.data;
    const fault = read.error.issues[0]!;
    this.refuse(joinPath(path, fault.path), fault.message);
    return undefined;
  }

  /** A list, or nothing after refusing what stands in its place. */
  readList(value: unknown, path: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.refuse(path, 'must be a list');
    return [];
  }

  result(): ParseResult {
    const skipped = [...this.skipped].map(([kind, count]) => ({ kind, count }));
    return { observations: this.observations, refused: this.refused, skipped };
  }
}

function joinPath(base: string, rest: readonly PropertyKey[]): string {
  return rest.reduce<string>((path, key) => path + (typeof key === 'number' ? `[${key}]` : `.${String(key)}`), base);
}
