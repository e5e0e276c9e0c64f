/**
 * Where a concern stands. unclaimed: handed to a discipline or back to the team, and nobody has taken it. handled: resolved by somebody while it is still so. gone: resolved, and it has been away since;
 * should it come back, that is new.
 */
export type Standing = 'none' | 'open' | 'acknowledged' | 'handed-off' | 'unclaimed' | 'handled' | 'gone';

/**
 * What the data say. same: nothing new. more: another day of it. joined: something else moved with it. spread: something
 * else of its own domain got worse too. worse: more severe. absent: not reported any more. past: absent for long enough.
 */
export type Report = 'same' | 'more' | 'joined' | 'spread' | 'worse' | 'absent' | 'past';
export type ActKind = 'acknowledge' | 'hand-off' | 'resolve' | 'snooze' | 'unsnooze' | 'note';

/**
 * What has to be done. tell: it is news, a new version with an entry in the timeline. rouse: whoever snoozed it hears of it
 * again. hold: it is written down that nobody hears of it, and why. wait: the time begins after which it counts as gone.
 */
export type Effect =
  | 'raise'
  | 'extend'
  | 'worsen'
  | 'rouse'
  | 'tell'
  | 'hold'
  | 'wait'
  | 'clear'
  | 'forget'
  | 'own'
  | 'hand'
  | 'close'
  | 'nap'
  | 'wake';

export type Refusal = 'ALERT_ALREADY_RESOLVED' | 'ALERT_ALREADY_ACKNOWLEDGED';

interface Row {
  readonly from: readonly Standing[];
  readonly on: readonly (Report | ActKind)[];
  /** Only when something keeps it back (an inhibiting alert, a rule that is off, old news), or only when nothing does. */
  readonly held?: boolean;
  /** Only for acts of whoever owns it, or only for others. */
  readonly own?: boolean;
  /** Left out: it stays where it is. */
  readonly to?: Standing;
  readonly effects: readonly Effect[];
  readonly refuse?: Refusal;
}

const REPORTED: readonly Report[] = ['same', 'more', 'joined', 'spread', 'worse'];
const WITH_TEAM: readonly Standing[] = ['open', 'acknowledged', 'handed-off', 'unclaimed'];
const OPENED_AGAIN = WITH_TEAM.filter((standing) => standing !== 'unclaimed');
const NEW: readonly Standing[] = ['none', 'gone'];
const DONE: readonly Standing[] = ['handled', 'gone'];

/** The whole lifecycle. The first row that fits holds; a spec sees to it that exactly one does. */
export const TRANSITIONS: readonly Row[] = [
  { from: NEW, on: REPORTED, held: false, to: 'open', effects: ['raise', 'tell'] },
  { from: NEW, on: REPORTED, held: true, effects: ['hold'] },

  { from: WITH_TEAM, on: ['same'], effects: [] },
  { from: WITH_TEAM, on: ['more'], effects: ['extend'] },
  { from: WITH_TEAM, on: ['joined'], effects: ['extend', 'tell'] },
  { from: WITH_TEAM, on: ['spread'], held: false, effects: ['extend', 'rouse', 'tell'] },
  { from: WITH_TEAM, on: ['spread'], held: true, effects: ['extend', 'tell'] },
  { from: OPENED_AGAIN, on: ['worse'], held: false, to: 'open', effects: ['worsen', 'rouse', 'tell'] },
  // It stays on the list of those it was handed to, and they are called anew: open, it would be on nobody's.
  { from: ['unclaimed'], on: ['worse'], held: false, effects: ['worsen', 'rouse', 'tell'] },
  { from: WITH_TEAM, on: ['worse'], held: true, effects: ['hold'] },
  { from: WITH_TEAM, on: ['absent'], effects: ['wait'] },
  { from: WITH_TEAM, on: ['past'], to: 'gone', effects: ['clear', 'tell'] },

  { from: ['handled'], on: ['same', 'more', 'joined'], effects: ['hold'] },
  { from: ['handled'], on: ['spread', 'worse'], held: false, to: 'open', effects: ['raise', 'tell'] },
  { from: ['handled'], on: ['spread', 'worse'], held: true, effects: ['hold'] },
  { from: ['handled'], on: ['absent'], effects: ['wait'] },
  { from: ['handled'], on: ['past'], to: 'gone', effects: ['forget'] },
  { from: NEW, on: ['absent', 'past'], effects: [] },

  { from: ['open', 'handed-off', 'unclaimed'], on: ['acknowledge'], to: 'acknowledged', effects: ['own', 'tell'] },
  { from: ['acknowledged'], on: ['acknowledge'], own: true, effects: [] },
  { from: ['acknowledged'], on: ['acknowledge'], own: false, effects: [], refuse: 'ALERT_ALREADY_ACKNOWLEDGED' },
  { from: WITH_TEAM, on: ['hand-off'], to: 'handed-off', effects: ['hand', 'tell'] },
  { from: WITH_TEAM, on: ['resolve'], to: 'handled', effects: ['close', 'tell'] },
  { from: WITH_TEAM, on: ['snooze'], effects: ['nap'] },
  { from: DONE, on: ['acknowledge', 'hand-off', 'resolve', 'snooze'], effects: [], refuse: 'ALERT_ALREADY_RESOLVED' },
  { from: [...WITH_TEAM, ...DONE], on: ['unsnooze'], effects: ['wake'] },
  { from: [...WITH_TEAM, ...DONE], on: ['note'], effects: ['tell'] },
];

export const fits = (row: Row, from: Standing, on: Report | ActKind, held: boolean, own: boolean): boolean =>
  row.from.includes(from) &&
  row.on.includes(on) &&
  (row.held === undefined || row.held === held) &&
  (row.own === undefined || row.own === own);
