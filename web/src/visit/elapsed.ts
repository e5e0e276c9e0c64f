/** "07:42", or "1:07:42" once it is over an hour: how long a visit has been going on. */
export function elapsedWords(fromAt: string, toMs: number): string {
  const seconds = Math.max(0, Math.floor((toMs - Date.parse(fromAt)) / 1000));
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  return `${hours ? `${hours}:` : ''}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** "4 min", "1 h 5 min": how long somebody has been waiting. */
export function waitWords(sinceAt: string, now: number): string {
  const minutes = Math.max(0, Math.floor((now - Date.parse(sinceAt)) / 60_000));
  if (minutes < 1) return 'less than a minute';
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
