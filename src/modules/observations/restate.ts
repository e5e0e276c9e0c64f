import { parseJson, stringifyJson } from '../../platform/json/index.js';
import { findMetricByCoding, METRICS, type MetricId, UCUM } from '../../metrics/index.js';
import type { NewObservation } from './observation.js';

export interface Restatement {
  readonly status: 'entered-in-error' | 'amended';
  /** Why, in words that go with the reading from now on. */
  readonly note: string;
  readonly at: Date;
  /** Name of whoever decided it; absent: the note does not say. */
  readonly by?: string | undefined;
  /** What is right, in the unit of the reading's metric; absent: the value stays. */
  readonly valueText?: string | undefined;
}

/** The same reading with another status and a note: stored, it is the next version of the one that is there. */
export function restate(given: NewObservation, change: Restatement): NewObservation {
  const { status, note, at, by, valueText } = change;
  const reading = valueText === undefined ? given : withValue(given, valueText);
  const skeleton = parseJson(Buffer.from(reading.skeleton)) as Record<string, unknown>;
  const own = reading.remainder === null ? {} : (parseJson(Buffer.from(reading.remainder)) as Record<string, unknown>);
  const notes = Array.isArray(own.note) ? (own.note as unknown[]) : [];
  own.note = [...notes, { ...(by === undefined ? {} : { authorString: by }), time: at.toISOString(), text: note }];
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

/** Said in the metric's own unit, whatever it was written in. */
function withValue(reading: NewObservation, valueText: string): NewObservation {
  const skeleton = parseJson(Buffer.from(reading.skeleton)) as Record<string, unknown>;
  const own = reading.remainder === null ? {} : (parseJson(Buffer.from(reading.remainder)) as Record<string, unknown>);
  const { unit, unitDisplay } = METRICS[reading.concept.metric!];
  const quantity = { unit: unitDisplay, system: UCUM, code: unit };
  const isSaidAbove = skeleton.valueQuantity !== undefined || own.valueInteger !== undefined;
  const components = Array.isArray(own.component) ? (own.component as Component[]) : [];
  const place = isSaidAbove ? -1 : components.findIndex((one) => says(one, reading.concept.metric!));
  const component = components[place];
  for (const members of [skeleton, own, own.$exact, component]) dropValue(members);
  dropUnder(`component.${place}.value`, own.$exact);
  if (component) {
    component.valueQuantity = { value: Number(valueText), ...quantity };
    if (String(Number(valueText)) !== valueText)
      own.$exact = { ...(own.$exact as object), [`component.${place}.valueQuantity.value`]: valueText };
  } else skeleton.valueQuantity = quantity;
  if (own.$exact && Object.keys(own.$exact).length === 0) delete own.$exact;
  return {
    ...reading,
    valueText,
    originalText: null,
    skeleton: stringifyJson(skeleton),
    remainder: stringifyJson(own),
  };
}

interface Component extends Record<string, unknown> {
  readonly code: { readonly coding?: readonly { readonly system?: string; readonly code?: string }[] };
}

/** Does this component say the value in the reading's stead? */
const says = ({ code, ...members }: Component, metric: MetricId): boolean =>
  (code.coding ?? []).some(({ system, code: word }) => findMetricByCoding(system, word)?.id === metric) &&
  (members.valueQuantity !== undefined || members.valueInteger !== undefined);

function dropUnder(path: string, exact: unknown): void {
  for (const key of Object.keys(exact ?? {})) if (key.startsWith(path)) delete (exact as Record<string, unknown>)[key];
}

/** A value of another kind, why there is none, or the digits that were written: they would contradict the new one. */
function dropValue(members: unknown): void {
  for (const key of Object.keys(members ?? {}))
    if (/^_?(value[A-Z]|dataAbsentReason)/.test(key)) delete (members as Record<string, unknown>)[key];
}
