import { parseJson, stringifyJson } from '../../platform/json/index.js';
import type { NewObservation } from './observation.js';

export interface Restatement {
  readonly status: 'entered-in-error' | 'amended';
  /** Why, in words that go with the reading from now on. */
  readonly note: string;
  readonly at: Date;
}

/** The same reading with another status and a note: stored, it is the next version of the one that is there. */
export function restate(reading: NewObservation, { status, note, at }: Restatement): NewObservation {
  const skeleton = parseJson(Buffer.from(reading.skeleton)) as Record<string, unknown>;
  const own = reading.remainder === null ? {} : (parseJson(Buffer.from(reading.remainder)) as Record<string, unknown>);
  const notes = Array.isArray(own.note) ? (own.note as unknown[]) : [];
  own.note = [...notes, { time: at.toISOString(), text: note }];
  skeleton.status = status;
  // This version is issued now, so what its sender repeats from before it does not replace it.
  delete own.issued;
  delete own._issued;
  // Its sender's clock may be ahead of ours.
  const issuedMs = Math.max(at.getTime(), reading.issuedMs ?? 0);
  return {
    ...reading,
    status,
    issuedMs,
    isDecided: true,
    skeleton: stringifyJson(skeleton),
    remainder: stringifyJson(own),
  };
}
