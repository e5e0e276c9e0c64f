import { cameWithExact, stencilOf, stringifyJson } from '../../../platform/json/index.js';
import { isObject } from '../validate/index.js';
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

/** Stencils by which Observations were read of which one was found in order. Whatever stands in the slots, so are the others. */
const checked = new WeakSet<object>();
const shapes = new WeakMap<object, Shape>();

/** Is it like one before that `validateResource` has found in order? Then it is in order, too. */
export function isKnownToBeValid(resource: unknown): boolean {
  const stencil = modelOf(resource);
  return stencil !== undefined && checked.has(stencil);
}

/** It was found in order. */
export function rememberValid(resource: object): void {
  const stencil = modelOf(resource);
  if (stencil) checked.add(stencil);
}

/** @param resource - a (valid) Observation */
export function shapeOf(resource: object): Shape {
  const stencil = modelOf(resource);
  const known = stencil && shapes.get(stencil);
  if (known) return known;
  const write = cameWithExact(resource) ? stringifyJson : JSON.stringify;
  const { skeleton, variable, identifier, device } = splitObservation(resource);
  const shape = {
    skeleton: write(skeleton),
    remainder: variable === null ? null : write(variable),
    device: device === null ? null : write(device),
    isNamed: identifier !== null,
  };
  // What is in a slot is in a column (observation-texts.ts), unless something is left that the columns do not hold.
  if (stencil && variable === null) shapes.set(stencil, shape);
  return shape;
}

/** By what an Observation was read that is like others. A period of no length, or of less, is not. */
function modelOf(resource: unknown): object | undefined {
  if (typeof resource !== 'object' || resource === null) return undefined;
  const stencil = stencilOf(resource);
  const { effectivePeriod: period } = resource as FhirObservation;
  const isPlain = period === undefined || (isObject(period) && period.start! < period.end!);
  return isPlain ? stencil : undefined;
}
