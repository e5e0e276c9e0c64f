const PATTERN = /^(\d{4})-(\d\d)-(\d\d) ([01]\d|2[0-3]):([0-5]\d):([0-5]\d) ([+-])(\d\d):?([0-5]\d)$/;

/**
 * Apple writes '2014-09-21 06:08:47 -0800'. NaN for anything else: a time without its offset is not an instant, and
 * 30 February is not a day. Asked two or three million times in a large export, so it does the sums itself.
 */
export function parseAppleDate(text: string | undefined): number {
  const match = PATTERN.exec(text ?? '');
  if (!match) return NaN;
  const [, year, month, day, hours, minutes, seconds, sign, offsetHours, offsetMinutes] = match;
  const dayMs = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const written = new Date(dayMs);
  if (written.getUTCMonth() !== Number(month) - 1 || written.getUTCDate() !== Number(day)) return NaN;
  const wallMs = dayMs + (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  const offsetMs = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000;
  return sign === '-' ? wallMs + offsetMs : wallMs - offsetMs;
}
