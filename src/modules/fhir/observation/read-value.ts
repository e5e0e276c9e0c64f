import type { FhirConcept, FhirObservation, FhirQuantity, FhirValue } from './fhir-observation.js';
import { findMetricByCoding, toCanonical, UCUM, type Metric } from '../../../metrics/index.js';
import { exactText } from '../../../platform/json/index.js';
import type { Issue } from '../validate/index.js';
import { findModifierOf } from './modifiers.js';
import { countsForTrends, issueAt, type ObservationFacts } from './observation-facts.js';

export type ReadValue = Pick<ObservationFacts, 'value' | 'valueText' | 'original'>;

/** PostgreSQL's `numeric` has no more. */
const MOST_DECIMALS = 16_383;

const NOTHING: ReadValue = { value: null, valueText: null, original: null };
const OTHER_VALUES = [
  'valueString',
  'valueBoolean',
  'valueCodeableConcept',
  'valueRange',
  'valueRatio',
  'valueSampledData',
  'valueTime',
  'valueDateTime',
  'valuePeriod',
] as const;

/**
 * The number of a catalogue metric in its canonical unit. Without any value (dataAbsentReason) it is nothing, not zero.
 * Instead of the Observation a component of the same code may say it. https://hl7.org/fhir/R4/observation.html#obs-7
 *
 * What counts, and says neither a value nor why there is none, was forgotten: it would take what was said before out of the
 * days. https://hl7.org/fhir/R4/observation-vitalsigns.html (vs-2)
 */
export function readCountedValue(o: FhirObservation, metric: Metric): ReadValue | Issue {
  if (countsForTrends(o.status) && saysNothing(o))
    return issueAt(
      'required',
      'valueQuantity',
      `${mustBeQuantity(metric)}, or dataAbsentReason must say why it is missing`,
    );
  if (o.component === undefined || saysValue(o)) return readCounted(o, metric, '');
  const [place, another] = o.component.flatMap((one, i) => (saysValue(one) && isOf(one.code, metric) ? [i] : []));
  if (place === undefined) return NOTHING;
  if (another !== undefined)
    return issueAt(
      'value',
      `component[${another}]`,
      `${metric.id} must be given once: send an Observation for each value`,
    );
  const at = `component[${place}].`;
  const component = o.component[place]!;
  return findModifierOf(component, at) ?? readCounted(component, metric, at);
}

const isOf = ({ coding = [] }: FhirConcept, metric: Metric): boolean =>
  coding.some(({ system, code }) => findMetricByCoding(system, code) === metric);

const saysValue = (said: FhirValue): boolean =>
  said.valueQuantity !== undefined ||
  said.valueInteger !== undefined ||
  OTHER_VALUES.some((key) => said[key] !== undefined);

/** An extension, also of a primitive, may say why. */
function saysNothing(o: FhirObservation): boolean {
  const { valueQuantity: quantity, dataAbsentReason, component = [], hasMember = [] } = o;
  if (dataAbsentReason !== undefined || component.length > 0 || hasMember.length > 0) return false;
  if (quantity) return quantity.value === undefined && !('extension' in quantity) && !('_value' in quantity);
  return !Object.keys(o).some((key) => /^_?value/.test(key));
}

const mustBeQuantity = ({ id, unit }: Metric) => `${id} must be given as valueQuantity in ${unit}`;

/** @param at - where what says it stands; empty: it is the Observation itself */
function readCounted(said: FhirValue, metric: Metric, at: string): ReadValue | Issue {
  const other = OTHER_VALUES.find((key) => said[key] !== undefined);
  if (other) return issueAt('value', `${at}${other}`, mustBeQuantity(metric));
  const found = readNumber(said, at);
  if (!found) return NOTHING;
  if (isIssue(found)) return found;
  const { quantity, number, path } = found;
  if (quantity?.comparator !== undefined) {
    return issueAt(
      'value',
      `${at}valueQuantity.comparator`,
      `${metric.id} must be an exact value, without a comparator`,
    );
  }
  if (quantity?.system !== undefined && quantity.system !== UCUM) {
    return issueAt('value', `${at}valueQuantity.system`, `the unit of ${metric.id} must be from ${UCUM}`);
  }
  const unit = quantity?.code ?? quantity?.unit;
  const converted = toCanonical(metric, number.value, unit);
  if (converted.ok) return { value: converted.value, ...number.written };
  const unitPath = `${at}valueQuantity.${quantity?.code === undefined ? 'unit' : 'code'}`;
  if (converted.reason !== 'unit') return issueAt('value', path, converted.message);
  // A bare integer has no unit that could be put right.
  return quantity ? issueAt('value', unitPath, converted.message) : issueAt('value', path, mustBeQuantity(metric));
}

/** The number of anything else, as it came. */
export function readLooseValue(o: FhirObservation): ReadValue | Issue {
  const found = readNumber(o, '');
  if (isIssue(found)) return found;
  return found ? { value: found.number.value, ...found.number.written } : NOTHING;
}

function readNumber(said: FhirValue, at: string) {
  const quantity: FhirQuantity | undefined = said.valueQuantity;
  const holder: object = quantity ?? said;
  const key = quantity ? 'value' : 'valueInteger';
  const value = quantity ? quantity.value : said.valueInteger;
  if (value === undefined) return undefined;
  const unit = quantity?.code ?? quantity?.unit ?? null;
  const path = `${at}${quantity ? 'valueQuantity.value' : 'valueInteger'}`;
  const exact = exactText(holder, key);
  if (exact !== undefined && decimalsOf(exact) > MOST_DECIMALS)
    return issueAt('value', path, `${path} must have at most ${MOST_DECIMALS} decimals`);
  const written = { valueText: exact ?? String(value), original: { value, unit } };
  return { quantity, number: { value, written }, path };
}

function decimalsOf(text: string): number {
  const [number = '', exponent = '0'] = text.split(/[eE]/);
  return (number.split('.')[1] ?? '').length - Number(exponent);
}

const isIssue = (found: object | undefined): found is Issue => found !== undefined && 'severity' in found;
