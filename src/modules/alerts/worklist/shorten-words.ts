/** As many letters as stand beside a name on a row. */
const MOST = 80;

/** What somebody wrote, on one line and no longer than a row has room for; the whole stands with the alert. */
export function shortenWords(words: string | null): string | null {
  const line = (words ?? '').trim().replaceAll(/\s+/g, ' ');
  const letters = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  return (
    (letters.length > MOST
      ? `${letters
          .slice(0, MOST - 1)
          .join('')
          .trimEnd()}…`
      : line) || null
  );
}
