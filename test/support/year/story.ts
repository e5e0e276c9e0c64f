/** Something that happens to an invented person. Days count from the first; both inclusive. */
export interface Happening {
  readonly what: What;
  readonly from: number;
  readonly to: number;
}

/** What of a person's usual day something changes while it lasts. */
interface Change {
  readonly steps?: number;
  readonly painPoints?: number;
  readonly sleepHours?: number;
  readonly pulse?: number;
  /** Share of the day on which the watch is still worn. */
  readonly wear?: number;
  /** Nothing is measured; the diary goes on. */
  readonly missing?: 'notWorn' | 'notSynced';
  /** Comes and goes over so many days. */
  readonly easeDays?: number;
  /** Stays as it is in the end. */
  readonly lasts?: true;
  readonly watch?: string;
}

/** Sizes of ordinary clinical changes: a third of the steps and two points of pain are what clinicians call much. */
const CHANGES = {
  deteriorating: { steps: 0.62, painPoints: 1.8, sleepHours: -0.8, easeDays: 14 },
  improving: { steps: 1.35, painPoints: -1.6, sleepHours: 0.3, easeDays: 60, lasts: true },
  plateauing: { steps: 1.25, painPoints: -1, easeDays: 40, lasts: true },
  flare: { steps: 0.6, painPoints: 3, sleepHours: -1 },
  illness: { steps: 0.5, pulse: 6, sleepHours: 0.8 },
  travel: { steps: 1.35, sleepHours: -0.6 },
  'not worn': { missing: 'notWorn' },
  'not synced': { missing: 'notSynced' },
  'worn less': { wear: 0.45, easeDays: 30 },
  'new watch': { steps: 1.06, lasts: true, watch: 'B' },
} as const satisfies Record<string, Change>;
export type What = keyof typeof CHANGES;
export const changeOf = (what: What): Change => CHANGES[what];

/** How many of a hundred people have this as the story of their year; the rest have none. */
const STORIES: readonly (readonly [What, number])[] = [
  ['deteriorating', 18],
  ['improving', 15],
  ['plateauing', 12],
  ['worn less', 5],
];
/** What happens to everybody: times a year, and how many days it lasts. */
const LIFE: readonly { what: What; aYear: number; days: readonly [number, number] }[] = [
  { what: 'flare', aYear: 2, days: [3, 7] },
  { what: 'illness', aYear: 1.5, days: [3, 6] },
  { what: 'travel', aYear: 1.5, days: [6, 14] },
  { what: 'not worn', aYear: 3, days: [1, 5] },
  { what: 'not synced', aYear: 1, days: [2, 12] },
  { what: 'new watch', aYear: 0.2, days: [1, 1] },
];

const YEAR_DAYS = 365;
const LEARNED_DAYS = 35;

/** What happens to one person. The story begins when four weeks are known. */
export function inventStory(days: number, random: () => number): { story: What | 'steady'; happenings: Happening[] } {
  const drawn = random() * 100;
  let below = 0;
  const story = STORIES.find(([, share]) => drawn < (below += share))?.[0] ?? 'steady';
  const between = (least: number, most: number) => Math.floor(least + random() * (most - least + 1));
  const happenings: Happening[] = [];
  for (const {
    what,
    aYear,
    days: [least, most],
  } of LIFE) {
    const times = Math.floor((aYear * days) / YEAR_DAYS + random());
    for (let i = 0; i < times; i++) {
      const from = between(0, days - 1);
      happenings.push({ what, from, to: from + between(least, most) - 1 });
    }
  }
  if (story !== 'steady') {
    const from = Math.min(between(LEARNED_DAYS, Math.max(LEARNED_DAYS, days - 60)), days - 1);
    const to = changeOf(story).lasts ? days - 1 : from + between(40, 90);
    happenings.push({ what: story, from, to });
  }
  return { story, happenings: happenings.sort((a, b) => a.from - b.from) };
}

/** How much of a change is there on this day, from 0 to 1? */
export function strengthOn(day: number, { what, from, to }: Happening): number {
  const { easeDays = 0, lasts } = changeOf(what);
  if (day < from) return 0;
  const rising = easeDays === 0 ? 1 : Math.min(1, (day - from + 1) / easeDays);
  if (day <= to || lasts) return rising;
  const falling = easeDays === 0 ? 0 : 1 - (day - to) / easeDays;
  return Math.max(0, Math.min(rising, falling));
}
