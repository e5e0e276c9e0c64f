import type { RedFlagItem } from '../../../instruments/index.js';
import type { ObservationRow } from '../../observations/index.js';

interface Remainder {
  readonly valueCodeableConcept?: { readonly coding?: readonly { readonly code?: string }[] };
  readonly derivedFrom?: readonly { readonly reference?: string }[];
}
type Stored = Pick<ObservationRow, 'id' | 'valueText' | 'remainder'>;

const remainderOf = ({ remainder }: Stored): Remainder =>
  remainder === null ? {} : (JSON.parse(remainder) as Remainder);

/** What this answer scores, given as a number or as one of the coded answers; null when it is neither. */
export function scoreOf(row: Stored, item: RedFlagItem): number | null {
  if (row.valueText !== null) return Number(row.valueText);
  const codes = remainderOf(row).valueCodeableConcept?.coding ?? [];
  const scores = codes.flatMap(({ code }) => (code === undefined ? [] : (item.scoreOf[code] ?? [])));
  return scores.length === 0 ? null : Math.max(...scores);
}

/** The response that it was read from; where none is named, the observation itself. */
export function responseIdOf(row: Stored): string {
  const response = remainderOf(row)
    .derivedFrom?.map(({ reference }) => /QuestionnaireResponse\/([A-Za-z0-9.-]{1,64})$/.exec(reference ?? '')?.[1])
    .find((id) => id !== undefined);
  return response ?? row.id;
}
