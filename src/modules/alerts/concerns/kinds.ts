/**
 * The kinds of concern there are, a row each. `family`: kinds of one family are one concern that changes its face (a
 * device falls silent, then talks without bringing anything new): one alert, whose kind moves on. `course`: how the
 * worklist marks it.
 */
export const KINDS = {
  'red-flag': { family: 'red-flag', course: 'urgent' },
  deterioration: { family: 'deterioration', course: 'worse' },
  plateau: { family: 'plateau', course: 'plateau' },
  improvement: { family: 'improvement', course: 'improving' },
  'goal-reached': { family: 'goal-reached', course: 'improving' },
  'review-due': { family: 'review-due', course: 'none' },
  'missing-data': { family: 'data', course: 'none' },
  'no-progress': { family: 'data', course: 'none' },
  'wear-declining': { family: 'data', course: 'none' },
  'prom-threshold': { family: 'prom-threshold', course: 'worse' },
  flare: { family: 'flare', course: 'worse' },
  'no-show': { family: 'no-show', course: 'none' },
  'vendor-outage': { family: 'vendor-outage', course: 'none' },
  'chain-fault': { family: 'chain-fault', course: 'none' },
  'message-waiting': { family: 'message-waiting', course: 'none' },
} as const;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as [Kind, ...Kind[]];

/** Those that nothing raises yet, because what they tell of is not there: messages, flare plans. */
const TO_COME: readonly Kind[] = ['flare', 'message-waiting'];
/** Can this version raise it at all? One that cannot is not silent, it does not exist yet. */
export const isRaised = (kind: Kind): boolean => !TO_COME.includes(kind);

/** Is this the key of a concern of that kind, or of one that has taken its face? */
export const isOfFamily = (kind: Kind, concernKey: string): boolean => concernKey.startsWith(`${KINDS[kind].family}:`);

/** What makes two reports the same concern of a patient (or of the clinic). */
export const concernKeyOf = ({ kind, key }: { readonly kind: Kind; readonly key: string }): string =>
  `${KINDS[kind].family}:${key}`;
