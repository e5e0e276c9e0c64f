import { csvLine } from '../../../platform/http/csv.js';
import { ENDS } from '../../alerts/index.js';
import { HELD_BACK } from '../held-back.js';
import type { AlertEconomics } from './economics.schema.js';

type Kind = AlertEconomics['kinds'][number];
type Figures = Pick<
  Kind,
  'fired' | 'actedOn' | 'precision' | 'outcomes' | 'open' | 'answered' | 'minutesToAnswer' | 'snoozed' | 'perPatientDay'
>;

const HEADER = [
  'from',
  'to',
  'kind',
  'domain',
  'rule',
  'version',
  'fired',
  'acted_on',
  'precision',
  'open',
  'answered',
  'minutes_to_answer_p50',
  'minutes_to_answer_p90',
  'snoozed',
  'per_patient_day',
  ...ENDS.map((one) => `outcome_${one}`),
  ...HELD_BACK.map((one) => `held_back_${one}`),
  'last_fired_at',
];

/** A line per kind, and below it a line per domain and rule where there are several; `rule` is empty for all of them. */
export function toCsv({ from, to, kinds, total }: AlertEconomics): string {
  const line = (
    where: readonly (string | number | null)[],
    figures: Figures,
    rest: readonly (string | number | null)[],
  ) => csvLine([from, to, ...where, ...cells(figures), ...rest]);
  const nothing = HELD_BACK.map(() => null);
  return [
    csvLine(HEADER),
    line(['all', null, null, null], total, [...nothing, null]),
    ...kinds.flatMap((kind) => [
      line([kind.kind, null, null, null], kind, [...HELD_BACK.map((one) => kind.heldBack[one]), kind.lastFiredAt]),
      ...kind.rules.map((rule) =>
        line([kind.kind, rule.domain, rule.programme ?? rule.from, rule.version], rule, [...nothing, null]),
      ),
    ]),
  ].join('');
}

const cells = (of: Figures) => [
  of.fired,
  of.actedOn,
  rounded(of.precision, 3),
  of.open,
  of.answered,
  rounded(of.minutesToAnswer.p50, 1),
  rounded(of.minutesToAnswer.p90, 1),
  of.snoozed,
  rounded(of.perPatientDay, 5),
  ...ENDS.map((one) => of.outcomes[one]),
];
const rounded = (value: number | null, digits: number) => (value === null ? null : Number(value.toFixed(digits)));
