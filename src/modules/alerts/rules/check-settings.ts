import { INSTRUMENT_TOTALS, METRICS } from '../../../metrics/index.js';
import type { FieldError } from '../../../platform/http/domain-error.js';
import type { Kind } from '../concerns/kinds.js';
import type { EscalationStep, RuleSettings } from './alert-rule.schema.js';

/** Of a red flag: by when the first of the team is called, and by when all calls have been made. */
const FIRST_WITHIN_MINUTES = 15;
const LAST_WITHIN_MINUTES = 120;

/** What the schema cannot say: which kinds have thresholds and on which scales, and that steps go on in time. Empty: all is well. */
export function checkSettings(kind: Kind, settings: RuleSettings): FieldError[] {
  const errors: FieldError[] = [];
  const say = (path: string, message: string) => errors.push({ path: `settings.${path}`, message });
  if (kind !== 'prom-threshold' && settings.thresholds.length > 0) say('thresholds', 'are for prom-threshold only');
  settings.thresholds.forEach((threshold, i) => {
    const [member, message] = thresholdProblem(threshold) ?? [];
    if (member && message) say(`thresholds.${i}.${member}`, message);
  });
  if (settings.steps.some((step, i) => i > 0 && step.afterMinutes < settings.steps[i - 1]!.afterMinutes))
    say('steps', 'must be in the order of their minutes');
  if (kind === 'red-flag') for (const [path, message] of redFlagProblems(settings)) say(path, message);
  return errors;
}

/** Nobody switches a red flag off, or makes it wait. */
function* redFlagProblems({ on, levels, steps }: RuleSettings): Generator<readonly [path: string, message: string]> {
  if (!on || levels.some((level) => level.tier !== 'now'))
    yield ['on', 'must be true with tier now: a red flag always interrupts'];
  const hours = LAST_WITHIN_MINUTES / 60;
  for (const [i, { dueWithinHours }] of levels.entries())
    if (dueWithinHours === null || dueWithinHours > hours)
      yield [`levels.${i}.dueWithinHours`, `must be at most ${hours}: a red flag does not wait`];
  if (!reachesSomebody(steps))
    yield [
      'steps',
      `must call somebody of the team within ${FIRST_WITHIN_MINUTES} minutes, the coordinators or the fallback within ${LAST_WITHIN_MINUTES}, and nobody later than that`,
    ];
}

/** A threshold that no score can ever reach would be a rule that is never heard of. */
function thresholdProblem({ instrument, score }: RuleSettings['thresholds'][number]) {
  const metric = Object.hasOwn(INSTRUMENT_TOTALS, instrument) ? INSTRUMENT_TOTALS[instrument] : undefined;
  if (!metric) return ['instrument', `must be one of ${Object.keys(INSTRUMENT_TOTALS).join(', ')}`] as const;
  const { min, max } = METRICS[metric];
  const isOnScale = score >= min && score <= max;
  return isOnScale ? undefined : (['score', `must be from ${min} to ${max}, as scores of ${instrument} are`] as const);
}

/** A patient's answer is not switched off by a rule that calls nobody, or calls when it is too late. */
function reachesSomebody(steps: RuleSettings['steps']): boolean {
  const within = (minutes: number, of: (to: EscalationStep['to']) => boolean) =>
    steps.some(({ afterMinutes, to }) => afterMinutes <= minutes && of(to));
  return (
    within(FIRST_WITHIN_MINUTES, (to) => to !== 'fallback' && to !== 'patient') &&
    within(LAST_WITHIN_MINUTES, (to) => to === 'coordinator' || to === 'fallback') &&
    steps.every(({ afterMinutes }) => afterMinutes <= LAST_WITHIN_MINUTES)
  );
}
