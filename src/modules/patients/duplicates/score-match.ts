/** What a registration and a patient can be compared by. */
export interface Identity {
  readonly givenName: string;
  readonly familyName: string;
  /** YYYY-MM-DD */
  readonly birthDate: string | null;
  readonly email?: string | null | undefined;
  readonly phone?: string | null | undefined;
}

export type MatchReason =
  | 'name'
  | 'nameSwapped'
  | 'nameClose'
  | 'givenName'
  | 'familyName'
  | 'birthDate'
  | 'birthDateClose'
  | 'email'
  | 'phone';

export interface Match {
  readonly certainty: 'likely' | 'possible';
  readonly because: readonly MatchReason[];
}

const POINTS: Readonly<Record<MatchReason, number>> = {
  name: 4,
  nameSwapped: 4,
  nameClose: 3,
  givenName: 1,
  familyName: 1,
  birthDate: 4,
  birthDateClose: 2,
  email: 3,
  phone: 2,
};
const LIKELY = 7;
const POSSIBLE = 5;

/**
 * Could these two be the same person? Undefined: nothing speaks for it. A typing error, names the other way round, day and
 * month exchanged and another family name (marriage) still count; twins (same family name and birth date) come out as
 * possible, which a person then decides.
 */
export function scoreMatch(a: Identity, b: Identity): Match | undefined {
  const because = [nameReason(a, b), birthReason(a.birthDate, b.birthDate), ...contactReasons(a, b)].filter(
    (reason) => reason !== undefined,
  );
  const points = because.reduce((sum, reason) => sum + POINTS[reason], 0);
  if (points < POSSIBLE) return undefined;
  return { certainty: points >= LIKELY ? 'likely' : 'possible', because };
}

function nameReason(a: Identity, b: Identity): MatchReason | undefined {
  const [given, family] = [plain(a.givenName), plain(a.familyName)];
  const [otherGiven, otherFamily] = [plain(b.givenName), plain(b.familyName)];
  if (given === otherGiven && family === otherFamily) return 'name';
  if (given === otherFamily && family === otherGiven) return 'nameSwapped';
  const whole = `${given} ${family}`;
  if (distance(whole, `${otherGiven} ${otherFamily}`) <= (whole.length >= 10 ? 2 : 1)) return 'nameClose';
  // "Anna Maria" and "Anna" are one person's names more often than not.
  if (family === otherFamily && given !== '' && given.split(' ')[0] === otherGiven.split(' ')[0]) return 'nameClose';
  if (family === otherFamily) return 'familyName';
  if (given !== '' && given === otherGiven) return 'givenName';
  return undefined;
}

function birthReason(a: string | null, b: string | null): MatchReason | undefined {
  if (a === null || b === null) return undefined;
  if (a === b) return 'birthDate';
  return swapDayAndMonth(a) === b || distance(a, b) === 1 ? 'birthDateClose' : undefined;
}

function contactReasons(a: Identity, b: Identity): MatchReason[] {
  const digits = (phone: string | null | undefined) => (phone ?? '').replace(/\D/g, '').slice(-8);
  return [
    ...(a.email && a.email.toLowerCase() === b.email?.toLowerCase() ? (['email'] as const) : []),
    ...(digits(a.phone).length === 8 && digits(a.phone) === digits(b.phone) ? (['phone'] as const) : []),
  ];
}

/** 2026-05-11 as 2026-11-05; undefined where that is no day. */
export function swapDayAndMonth(day: string): string | undefined {
  const [year, month, date] = day.split('-');
  return Number(date) <= 12 ? `${year}-${date}-${month}` : undefined;
}

/** Without case, accents, hyphens and doubled spaces: "Müller-Lüdenscheid" is "muller ludenscheid". */
const plain = (name: string) =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** How many letters must be added, taken out, changed or exchanged with their neighbour. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = best;
    }
  return rows[a.length]![b.length]!;
}
