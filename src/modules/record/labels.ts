import type { Sensitivity } from '../../platform/auth/sensitivity.js';
import type { Resource } from './record.js';

interface Coding {
  readonly system?: string;
  readonly code?: string;
}

/** HL7's sensitivity codes: http://terminology.hl7.org/CodeSystem/v3-ActCode, `_ActInformationSensitivityPolicy`. */
const SYSTEM = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const CONFIDENTIALITY = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' };
const CODES: Readonly<Record<Sensitivity, readonly [written: string, ...read: string[]]>> = {
  psychology: ['PSY', 'MH', 'PSYTHPN', 'BH'],
  'substance-use': ['ETH', 'ETHUD', 'OPIOIDUD', 'SUD', 'BH', '42CFRPart2'],
};

/**
 * The compartments that a resource is labelled with. A code that stands for several (behavioural health) counts for
 * each: too narrow a reading would show what should be hidden.
 */
export function labelsOf(resource: Resource): Sensitivity[] {
  const { security } = (resource['meta'] ?? {}) as { security?: readonly Coding[] };
  const codes = new Set((Array.isArray(security) ? (security as readonly Coding[]) : []).map(({ code }) => code));
  return (Object.keys(CODES) as Sensitivity[]).filter((label) => CODES[label].some((code) => codes.has(code)));
}

/** The resource with exactly this label; null: with none of ours. */
export function labelledAs(resource: Resource, label: Sensitivity | null): Resource {
  const { security = [], ...meta } = (resource['meta'] ?? {}) as { security?: readonly Coding[] };
  const ours = new Set(Object.values(CODES).flat());
  const others = security.filter(({ code, system }) => !ours.has(code ?? '') && system !== CONFIDENTIALITY.system);
  const labels = label ? [{ system: SYSTEM, code: CODES[label][0] }, CONFIDENTIALITY] : [];
  const all = [...others, ...labels];
  return { ...resource, meta: { ...meta, ...(all.length > 0 ? { security: all } : {}) } };
}
