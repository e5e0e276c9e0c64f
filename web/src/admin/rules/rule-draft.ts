import type {
  AlertKind,
  AlertRuleList,
  AlertRuleSettings,
  AlertRuleVersion,
  Profession,
  Role,
  RuleScope,
} from '../../api/types.js';
import { isProfession } from '../../words/index.js';

type Told = NonNullable<AlertRuleSettings['told']>;
export const WHEN_TOLD: readonly Told['when'][] = ['at-once', 'acknowledged', 'never'];
/** As Stepwell comes with for what may worry: nobody is left in the dark for longer. */
const TOLD_AFTER_HOURS = 48;

/** What a rule says that has this chosen; null: nothing, as Stepwell comes with. */
export const toldBy = (when: Told['when'] | null): Told | undefined =>
  when === null ? undefined : { when, afterHours: when === 'acknowledged' ? TOLD_AFTER_HOURS : null };

/** Of what is about the clinic there is no patient to be told. */
export const isAboutSomebody = (kind: AlertKind): boolean => kind !== 'vendor-outage' && kind !== 'chain-fault';

/** What another page may propose in the address: `/rules/deterioration?clearAfterDays=3`. */
export interface Proposal {
  on?: boolean;
  severity?: 1 | 2 | 3;
  clearAfterDays?: number;
  discipline?: Profession;
}

/** What is no proposal is left out: an address is typed by people too. */
export function readProposal(search: Record<string, unknown>): Proposal {
  const { on, severity, clearAfterDays, discipline } = search;
  return {
    ...(typeof on === 'boolean' ? { on } : {}),
    ...(severity === 1 || severity === 2 || severity === 3 ? { severity } : {}),
    ...(typeof clearAfterDays === 'number' && Number.isInteger(clearAfterDays) && clearAfterDays >= 0
      ? { clearAfterDays }
      : {}),
    ...(isProfession(discipline) ? { discipline } : {}),
  };
}

/** Which rules are looked at, as the address has it. */
export interface Place {
  programme?: string;
  patient?: string;
}
export const readPlace = ({ programme, patient }: Record<string, unknown>): Place => ({
  ...(typeof programme === 'string' ? { programme } : {}),
  ...(typeof patient === 'string' ? { patient } : {}),
});

export const scopeOf = ({ programme, patient }: Place): RuleScope =>
  patient ? { of: 'patient', patientId: patient } : programme ? { of: 'programme', programme } : { of: 'clinic' };

/** As the server has it: one patient's rules are care, all others are the clinic's. */
export const mayChangeRules = (role: Role, { of }: RuleScope): boolean =>
  of === 'patient' ? role !== 'admin' : role !== 'clinician';

/** The newest version in exactly this scope, for all domains; undefined where it has none. */
export const versionIn = (list: AlertRuleList, kind: string, scope: RuleScope): AlertRuleVersion | undefined =>
  list.versions.find((one) => one.kind === kind && one.domain === null && isIn(one, scope));

export const isIn = ({ scope }: AlertRuleVersion, of: RuleScope): boolean =>
  scope.of === of.of &&
  (of.of !== 'programme' || scope.programme === of.programme) &&
  (of.of !== 'patient' || scope.patientId === of.patientId);

/** The database keeps no order of members. */
export const isSame = (a: AlertRuleSettings, b: AlertRuleSettings): boolean => sorted(a) === sorted(b);

const sorted = (settings: AlertRuleSettings): string =>
  JSON.stringify(settings, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );

interface Fault {
  readonly path: string;
  readonly message: string;
}
/** The field of the form that is meant, whether the server was asked to try or to save. */
const fieldOf = ({ path }: Fault): string => path.replace(/^change\./, '').replace(/^settings\.?/, '');

/** What the server says of a field. */
export const errorOf = (errors: readonly Fault[], field: string): string | null =>
  errors.find((fault) => fieldOf(fault) === field)?.message ?? null;

/** Of what was refused, what stands in the form as it was sent: a field that was changed since is judged when it is sent again. */
export const stillWrong = <F extends Fault>(errors: readonly F[], sent: object | undefined, now: object): F[] =>
  errors.filter((fault) => {
    const keys = fieldOf(fault).split('.');
    return JSON.stringify(valueAt(sent, keys)) === JSON.stringify(valueAt(now, keys));
  });

const valueAt = (from: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], from);

/** Is there a number in it that could not be read? Sent as JSON it would be a null: "no clock". */
export const hasUnreadable = (part: unknown): boolean =>
  typeof part === 'object' && part !== null ? Object.values(part).some(hasUnreadable) : Number.isNaN(part);
