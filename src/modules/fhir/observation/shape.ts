import { cameWithExact, stencilOf, stringifyJson } from '../../../platform/json/index.js';
import type { FhirObservation } from './fhir-observation.js';
import { splitObservation } from './storage-form.js';

/** What is stored of an Observation beside its columns, as JSON text; the same for all that a device sends. */
export interface Shape {
  readonly skeleton: string;
  readonly remainder: string | null;
  readonly device: string | null;
  /** Has it one identifier with a system, whose value is a column? */
  readonly isNamed: boolean;
}

/** By stencil. Of the first by each it was found that it is in order, and slots do not change that. */
const shapes = new WeakMap<object, Shape>();
/** Members with slots (observation-texts.ts). Where the columns cannot write one of them again, it is part of the shape. */
const WITH_SLOTS = ['identifier', 'effectiveDateTime', 'effectivePeriod', 'issued'];

/** The shape of an Observation that is like one before, which was in order and stored: so is this one. */
export function knownShape(resource: unknown): Shape | undefined {
  const stencil = typeof resource === 'object' && resource !== null ? stencilOf(resource) : undefined;
  const shape = stencil && shapes.get(stencil);
  return shape && hasPlainTime(resource as FhirObservation) ? shape : undefined;
}

/** @param resource - a (valid) Observation */
export function shapeOf(resource: object): Shape {
  const known = knownShape(resource);
  if (known) return known;
  const write = cameWithExact(resource) ? stringifyJson : JSON.stringify;
  const { skeleton, variable, identifier, device } = splitObservation(resource);
  const shape = {
    skeleton: write(skeleton),
    remainder: variable === null ? null : write(variable),
    device: device === null ? null : write(device),
    isNamed: identifier !== null,
  };
  const stencil = stencilOf(resource);
  const isShared = !WITH_SLOTS.some((key) => variable !== null && key in variable);
  if (stencil && isShared && hasPlainTime(resource as FhirObservation)) shapes.set(stencil, shape);
  return shape;
}

/** A period of no length, or of less, is not like the others. */
const hasPlainTime = ({ effectivePeriod: period }: FhirObservation): boolean =>
  period === undefined || (period.start !== undefined && period.end !== undefined && period.start < period.end);
