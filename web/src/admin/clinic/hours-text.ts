interface Span {
  from: string;
  to: string;
}

/** "08:00–12:00, 13:00–17:00" */
export const toHoursText = (spans: readonly Span[]): string => spans.map(({ from, to }) => `${from}–${to}`).join(', ');

/** What somebody typed, with any dash and with or without a leading zero; null when it cannot be read. Empty: closed. */
export function readHoursText(text: string): Span[] | null {
  if (text.trim() === '') return [];
  const spans: Span[] = [];
  for (const part of text.split(/[,;]/)) {
    const found = /^\s*(\d{1,2})[:.](\d{2})\s*[-–—]\s*(\d{1,2})[:.](\d{2})\s*$/.exec(part);
    if (!found) return null;
    const [, h1, m1, h2, m2] = found;
    const span = { from: `${h1!.padStart(2, '0')}:${m1}`, to: `${h2!.padStart(2, '0')}:${m2}` };
    if (!isTime(span.from) || !(isTime(span.to) || span.to === '24:00') || span.to <= span.from) return null;
    if (spans.length > 0 && spans.at(-1)!.to > span.from) return null;
    spans.push(span);
  }
  return spans;
}

const isTime = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
