import { estimateShift, weighShift, type Shift, type Template } from './change-evidence.js';
import type { Channel } from './channel.js';

/** First days of a change that are considered: the last 14. */
const CANDIDATES = 14;
const RAMP_FROM_DAYS = 7;
const TEMPLATES: readonly Template[] = ['step', 'ramp'];
const TEMPLATE_SHARE: Readonly<Record<Template, number>> = { step: 0.199, ramp: 0.801 };
/** A change of so many days is as likely a dip (illness, holiday) as something that lasts. */
const DIP_DAYS = 8;

export type Direction = 'worse' | 'better';

/** Signals that are judged together, with the rule that joins their evidence. */
export interface Bank {
  readonly channels: readonly Channel[];
  /** Per day: the last day on which another device began. Its length is the number of days. */
  readonly deviceSince: readonly number[];
  /** Evidence of all channels together for a change that began `length` days ago. */
  readonly join: (shifts: readonly SeenShift[], length: number, direction: Direction) => number;
}

/** A shift, or (not seen) too few days to tell. */
export interface SeenShift extends Shift {
  isSeen: boolean;
}

/** What one channel says for itself; 1 = nothing. */
export function weighSeen(shift: SeenShift, { parameters }: Channel, direction: Direction): number {
  return shift.isSeen ? weighShift(shift, parameters, direction === 'worse' ? -1 : 1) : 1;
}

/** Evidence for a change of this form that began on day `onset`; one factor per channel. */
export interface Candidate {
  readonly onset: number;
  readonly template: Template;
  readonly term: number;
  readonly factors: readonly number[];
}

/** Log of the mean evidence over all candidates of the last day in each direction; minus infinity = nothing can be said. */
export function scoreBank(bank: Bank): Record<Direction, number> {
  let [worse, better] = [0, 0];
  visit(bank, (_onset, template, length, shifts) => {
    worse += weigh(bank, template, length, shifts, 'worse');
    better += weigh(bank, template, length, shifts, 'better');
  });
  return { worse: toScore(worse), better: toScore(better) };
}

const toScore = (sum: number) => (sum > 0 ? Math.log(sum / CANDIDATES) : Number.NEGATIVE_INFINITY);

/** The same evidence, opened up. */
export function findCandidates(bank: Bank, direction: Direction): readonly Candidate[] {
  const found: Candidate[] = [];
  visit(bank, (onset, template, length, shifts) => {
    const term = weigh(bank, template, length, shifts, direction);
    const factors = bank.channels.map((channel, i) => weighSeen(shifts[i]!, channel, direction));
    found.push({ onset, template, term, factors });
  });
  return found;
}

export interface Onset {
  readonly day: number;
  /** Days that hold four fifths of the evidence. */
  readonly interval: readonly [number, number];
  readonly best: Candidate;
}

/** When did it most likely begin? `candidates` must not be empty. */
export function findOnset(candidates: readonly Candidate[]): Onset {
  const best = candidates.reduce((a, b) => (b.term > a.term ? b : a));
  const mass = new Map<number, number>();
  for (const c of candidates) mass.set(c.onset, (mass.get(c.onset) ?? 0) + c.term);
  return { day: best.onset, interval: findInterval(mass, best.onset), best };
}

/** The likeliest days that together hold four fifths of the mass, from the first to the last of them, and `day` with them. */
export function findInterval(mass: ReadonlyMap<number, number>, day: number): readonly [number, number] {
  const total = [...mass.values()].reduce((a, b) => a + b, 0);
  let [held, from, to] = [0, day, day];
  for (const [onset, term] of [...mass].sort((a, b) => b[1] - a[1])) {
    if (held >= 0.8 * total) break;
    [held, from, to] = [held + term, Math.min(from, onset), Math.max(to, onset)];
  }
  return [from, to];
}

type Shifts = readonly SeenShift[];
type Visitor = (onset: number, template: Template, length: number, shifts: Shifts) => void;

function weigh(bank: Bank, template: Template, length: number, shifts: Shifts, direction: Direction): number {
  const lasting = (length * length) / (length * length + DIP_DAYS * DIP_DAYS);
  return TEMPLATE_SHARE[template] * lasting * bank.join(shifts, length, direction);
}

function visit({ channels, deviceSince }: Bank, visitor: Visitor): void {
  const t = deviceSince.length - 1;
  // A change gets no older, and so no likelier to last, by days of which nobody knows anything.
  const seen = channels.reduce((last, channel) => Math.max(last, channel.lastSeen), -1);
  const shifts = channels.map((): SeenShift => ({ d: 0, v: 1, isSeen: false }));
  for (let k = seen - 1; k >= Math.max(1, t - CANDIDATES); k--) {
    const length = seen - k + 1;
    for (const template of TEMPLATES) {
      if (template === 'ramp' && length < RAMP_FROM_DAYS) continue;
      for (let s = 0; s < channels.length; s++) {
        const shift = shifts[s]!;
        shift.isSeen = estimateShift(channels[s]!, deviceSince[t]!, k, t, template, shift);
      }
      visitor(k, template, length, shifts);
    }
  }
}
