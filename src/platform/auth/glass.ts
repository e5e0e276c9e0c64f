import type { Caller } from './caller.js';
import type { Interaction, ResourceType } from './policy.js';

export const GLASS_KINDS = ['emergency', 'cover', 'other'] as const;
export type GlassKind = (typeof GLASS_KINDS)[number];
export const GLASS_MINUTES = 60;

/** A clinician's way to a patient who is not theirs: for an hour, with a reason, seen by everybody concerned. */
export interface Glass {
  readonly id: string;
  readonly patientId: string;
  readonly kind: GlassKind;
  readonly reason: string;
}

/** What the matrix marks with b: reading only. Whoever needs to act joins the care team. */
const OPENED: ReadonlySet<ResourceType> = new Set<ResourceType>([
  'Patient',
  'Consent',
  'Observation',
  'Source',
  'TimeZone',
  'Trend',
  'Response',
  'Alert',
  'Note',
  'Record',
  'Treatment',
]);

const opens = (type: ResourceType, interaction: Interaction): boolean =>
  OPENED.has(type) && (interaction === 'read' || interaction === 'search');

type Act = Pick<Caller, 'glasses' | 'type' | 'interaction'>;

/** The broken glasses that this act may use. */
export const glassesOf = (caller: Act): readonly Glass[] =>
  caller.glasses && opens(caller.type, caller.interaction) ? caller.glasses : [];

/**
 * Why this act was allowed, for its audit row: the reason that was given for the patient it touched. The row of a list
 * is read by each patient on it, so it names the glasses that may have opened it and repeats nobody's reason. Null for
 * acts that no glass opens.
 */
export function glassReason(caller: Act & Pick<Caller, 'act'>): string | null {
  const { patientId, patientIds } = caller.act;
  const touched = patientIds ?? (patientId === null ? null : [patientId]);
  const used = glassesOf(caller).filter((glass) => touched === null || touched.includes(glass.patientId));
  if (used.length === 0) return null;
  return used.map((glass) => (patientId === glass.patientId ? reasonWords(glass) : named(glass))).join('; ');
}

const named = ({ id }: Pick<Glass, 'id'>): string => `break-glass ${id}`;

/** What readers of the audit see of it: `audit/reading/given-reasons.ts`. */
export const reasonWords = ({ id, kind, reason }: Pick<Glass, 'id' | 'kind' | 'reason'>): string =>
  `${named({ id })} (${kind}): ${reason}`;
