/**
 * Civil time: which day was it for the person, and when did that day begin and end?
 *
 * Every IANA zone gets a table of its clock changes, read once from Intl and searched by halving: a million instants
 * cost milliseconds instead of seconds. Outside the table's years Intl is asked directly, so answers stay right.
 */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const TABLE_FROM_MS = Date.UTC(1990, 0, 1);
const TABLE_TO_MS = Date.UTC(2051, 0, 1);
/** Shorter than any period between two clock changes since 1990 (the shortest are Ramadan pauses of about 29 days). */
const STEP_MS = 7 * DAY_MS;

interface ZoneTable {
  readonly format: Intl.DateTimeFormat;
  /** Instants at which the offset changes, ascending. */
  readonly changesAt: Float64Array;
  /** offsets[i] is valid before changesAt[i]; the last one after all of them. */
  readonly offsetsMs: Float64Array;
}

/** Intl ignores case, so a zone has many spellings: all share one table, and the shortcuts by spelling are counted. */
const MAX_SPELLINGS = 2000;
const tables = new Map<string, ZoneTable>();
const offsetFormats = new Map<string, Intl.DateTimeFormat>();

/** Is this the name of an IANA zone ('Europe/Berlin', 'UTC')? Offsets such as '+02:00' are not: they know no summer. */
export function isTimeZone(zone: unknown): zone is string {
  return typeof zone === 'string' && offsetFormat(zone) !== null;
}

/** How far is the zone's clock ahead of UTC at this instant, in milliseconds? Throws RangeError for unknown zones. */
export function offsetMsAt(zone: string, instantMs: number): number {
  const table = tableOf(zone);
  if (!(instantMs >= TABLE_FROM_MS && instantMs < TABLE_TO_MS)) return readOffsetMs(table.format, instantMs);
  let low = 0;
  let high = table.changesAt.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (table.changesAt[middle]! <= instantMs) low = middle + 1;
    else high = middle;
  }
  return table.offsetsMs[low]!;
}

/** Which civil day ('YYYY-MM-DD') does the zone's clock show at this instant? */
export function civilDayOf(zone: string, instantMs: number): string {
  return dayName(Math.floor((instantMs + offsetMsAt(zone, instantMs)) / DAY_MS));
}

/**
 * The first instant of a civil day. Where the clock jumps over midnight it is the instant of the jump; a day that never
 * was (Apia, 2011-12-30) begins where the next one does and so has no length.
 */
export function startOfDay(zone: string, day: string): number {
  const found = resolveLocal(zone, dayNumber(day) * DAY_MS);
  return found.gap ? found.changeAt : found.first;
}

/** The first instant that no longer belongs to the civil day: 23, 24 or 25 hours after its start, as the clocks go. */
export function endOfDay(zone: string, day: string): number {
  return startOfDay(zone, addDays(day, 1));
}

/** The civil day n days later (earlier when negative). Calendar arithmetic: no zone is needed. */
export function addDays(day: string, n: number): string {
  return dayName(dayNumber(day) + n);
}

/** How many days after a is b? Negative when b is earlier. */
export function daysBetween(a: string, b: string): number {
  return dayNumber(b) - dayNumber(a);
}

/** Day of the week: Monday 0 to Sunday 6. */
export function weekday(day: string): number {
  return (((dayNumber(day) + 3) % 7) + 7) % 7; // 1970-01-01 was a Thursday
}

/**
 * Which instant is meant by a wall-clock time without a zone?
 *
 * An hour that happens twice in autumn is the first one unless `fold` says otherwise. A time that never was is read with
 * the offset from before the jump (02:30 becomes 03:30) and marked `gap`.
 *
 * @param local - 'YYYY-MM-DDTHH:mm', seconds and a fraction are optional, a space may stand for the T
 */
export function instantOfLocal(
  zone: string,
  local: string,
  options: { readonly fold?: 'first' | 'second' } = {},
): { ms: number; gap: boolean } {
  const found = resolveLocal(zone, localMs(local));
  return { ms: options.fold === 'second' ? found.second : found.first, gap: found.gap };
}

type Resolved =
  | { readonly gap: false; readonly first: number; readonly second: number }
  | { readonly gap: true; readonly first: number; readonly second: number; readonly changeAt: number };

/** A day on either side is further than any offset, so the clocks before and after a nearby change are both asked. */
function resolveLocal(zone: string, local: number): Resolved {
  const before = local - offsetMsAt(zone, local - DAY_MS);
  const after = local - offsetMsAt(zone, local + DAY_MS);
  const beforeIsReal = before + offsetMsAt(zone, before) === local;
  const afterIsReal = after + offsetMsAt(zone, after) === local;
  if (beforeIsReal && afterIsReal) {
    return { gap: false, first: Math.min(before, after), second: Math.max(before, after) };
  }
  if (beforeIsReal) return { gap: false, first: before, second: before };
  if (afterIsReal) return { gap: false, first: after, second: after };
  const table = tableOf(zone);
  const changeAt = findChange((ms) => readOffsetMs(table.format, ms), local - DAY_MS, local + DAY_MS);
  return { gap: true, first: before, second: before, changeAt };
}

function tableOf(zone: string): ZoneTable {
  const known = tables.get(zone);
  if (known) return known;
  const format = offsetFormat(zone);
  if (!format) throw new RangeError('time zone must be an IANA name such as Europe/Berlin');
  const key = zone.toLowerCase();
  const table = tables.get(key) ?? buildTable(format);
  tables.set(key, table);
  if (tables.size < MAX_SPELLINGS) tables.set(zone, table);
  return table;
}

function buildTable(format: Intl.DateTimeFormat): ZoneTable {
  const offsetAt = (ms: number) => readOffsetMs(format, ms);
  const changesAt: number[] = [];
  const offsetsMs = [offsetAt(TABLE_FROM_MS)];
  for (let from = TABLE_FROM_MS; from < TABLE_TO_MS; from += STEP_MS) {
    const to = Math.min(from + STEP_MS, TABLE_TO_MS);
    const offset = offsetAt(to);
    if (offset === offsetsMs.at(-1)) continue;
    changesAt.push(findChange(offsetAt, from, to));
    offsetsMs.push(offset);
  }
  return { format, changesAt: Float64Array.from(changesAt), offsetsMs: Float64Array.from(offsetsMs) };
}

/** Clocks have changed on whole minutes since long before the table begins, so halving stops there. */
function findChange(offsetAt: (ms: number) => number, from: number, to: number): number {
  const old = offsetAt(from);
  let low = Math.floor(from / MINUTE_MS);
  let high = Math.ceil(to / MINUTE_MS);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2); // >>> would break before 1970
    if (offsetAt(middle * MINUTE_MS) === old) low = middle;
    else high = middle;
  }
  return high * MINUTE_MS;
}

/** Null for what is no IANA name. */
function offsetFormat(zone: string): Intl.DateTimeFormat | null {
  const known = offsetFormats.get(zone.toLowerCase());
  if (known) return known;
  if (!/^[A-Z][A-Za-z0-9_+-]*(\/[A-Z][A-Za-z0-9_+-]*)*$/.test(zone)) return null;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    offsetFormats.set(zone.toLowerCase(), format);
    return format;
  } catch {
    return null;
  }
}

/** Intl writes 'GMT', 'GMT+05:45' or, for old local mean times, 'GMT-04:56:02'. */
function readOffsetMs(format: Intl.DateTimeFormat, ms: number): number {
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(format.format(ms));
  if (!match?.[1]) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return (match[1] === '-' ? -1 : 1) * seconds * 1000;
}

const DAY_PATTERN = /^(\d{4})-(\d\d)-(\d\d)$/;
const LOCAL_PATTERN = /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?$/;

function localMs(local: string): number {
  const match = LOCAL_PATTERN.exec(local);
  if (!match) throw new RangeError('local time must look like 2026-03-29T02:30:00');
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return dayNumber(match[1]!) * DAY_MS + seconds * 1000 + Math.floor(Number(`0.${match[5] ?? 0}`) * 1000);
}

/** Is this a day of the calendar, written 'YYYY-MM-DD'? */
export function isCivilDay(text: string): boolean {
  return DAY_PATTERN.test(text) && dayName(readDay(text)) === text;
}

/** Days since 1970-01-01. 30 February is refused instead of becoming 1 March. */
function dayNumber(day: string): number {
  if (!DAY_PATTERN.test(day)) throw new RangeError('day must look like 2026-03-29');
  const number = readDay(day);
  if (dayName(number) !== day) throw new RangeError('day must exist in the calendar');
  return number;
}

/** Of text in the form of a day. `Date.UTC` would take the year 50 for 1950. */
function readDay(day: string): number {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8))];
  const ms = year < 100 ? new Date(0).setUTCFullYear(year, month, date) : Date.UTC(year, month, date);
  return ms / DAY_MS;
}

/** Names of the table's days, kept: the same few hundred are asked for again and again. */
const names: (string | undefined)[] = [];
const FIRST_NAME = TABLE_FROM_MS / DAY_MS;
const LAST_NAME = TABLE_TO_MS / DAY_MS;

function dayName(number: number): string {
  if (!(number >= FIRST_NAME && number < LAST_NAME)) return writeDay(number);
  return (names[number - FIRST_NAME] ??= writeDay(number));
}

function writeDay(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}
