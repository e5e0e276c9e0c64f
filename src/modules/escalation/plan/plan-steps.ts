import { afterOpenMinutes, type OpenHours } from '../../clinics/index.js';

/** Whom a step calls, as rules name them. */
export type Target =
  'owner' | 'contact' | 'discipline' | 'care-team' | 'on-call' | 'coordinator' | 'fallback' | 'patient';
export type Tier = 'now' | 'today' | 'week' | 'good';

/** What decides whether anybody has to be called about an alert, and when. */
export interface ChainFacts {
  readonly state: 'open' | 'acknowledged' | 'handed-off' | 'resolved';
  readonly tier: Tier;
  readonly steps: readonly { readonly afterMinutes: number; readonly to: Target }[];
  readonly ownerId: string | null;
  /** When the chain began (raised, worsened, handed off, an act undone), or whoever answers for it woke from a snooze. */
  readonly startedAtMs: number;
  /** Everybody's snooze of it; `untilMs` null: until it is worse. */
  readonly snoozes: readonly { readonly personId: string; readonly untilMs: number | null }[];
  /** Who answers for it: the owner, the named contact, those whom the chain has called. */
  readonly answerableIds: readonly string[];
}

export interface PlannedStep {
  /** Its place: 0 is whoever it was handed to, then the steps of the rule from 1. */
  readonly n: number;
  readonly to: Target;
  readonly dueAtMs: number;
}

/**
 * Which calls should be made about an alert, if nobody does anything? None once somebody has taken or resolved it.
 *
 * What interrupts (tier `now`) runs by the clock. All else runs by open doors: eight hours after Friday noon is Monday.
 * Once everybody who answers for the alert has snoozed it, the chain begins when the first of them wakes: a snooze of one
 * silences nobody else. A snooze until it is worse has no end that anybody could wait for: whoever has it is not called, and
 * the chain goes on to the others. What interrupts is not snoozed.
 */
export function planSteps(facts: ChainFacts, hours: OpenHours): PlannedStep[] {
  if (facts.tier === 'good' || facts.state === 'acknowledged' || facts.state === 'resolved') return [];
  const pause = facts.tier === 'now' ? null : findPause(facts);
  const fromMs = Math.max(facts.startedAtMs, pause ?? 0);
  const dueAfter = (minutes: number) =>
    facts.tier === 'now' ? fromMs + minutes * 60_000 : afterOpenMinutes(hours, fromMs, minutes);
  const handed: PlannedStep[] =
    facts.state === 'handed-off'
      ? [{ n: 0, to: facts.ownerId === null ? 'discipline' : 'owner', dueAtMs: dueAfter(0) }]
      : [];
  return [
    ...handed,
    ...facts.steps.map(({ afterMinutes, to }, i) => ({ n: i + 1, to, dueAtMs: dueAfter(afterMinutes) })),
  ];
}

/** The first of them to wake counts: then somebody answers for it again. Where nobody will wake by a day there is no pause. */
function findPause({ snoozes, answerableIds }: ChainFacts): number | null {
  const theirs = snoozes.filter(({ personId }) => answerableIds.includes(personId));
  const isAwake = (id: string) => !theirs.some(({ personId }) => personId === id);
  if (theirs.length === 0 || answerableIds.some(isAwake)) return null;
  const ends = theirs.flatMap(({ untilMs }) => untilMs ?? []);
  return ends.length === 0 ? null : Math.min(...ends);
}
