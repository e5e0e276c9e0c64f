/** More sentences than we have: they name a metric or a unit, never what stood in an entry. */
const MOST_SENTENCES = 40;
const OTHERS = 'other reasons';

/** Why entries were not taken, and how many: in a file of a million there is no use in a place for each. */
export interface RefusalCount {
  /** `PERIOD_CLOSED`: of a month of which only summaries are kept, so nothing is wrong with it. `INVALID`: what cannot be right. */
  readonly code: 'PERIOD_CLOSED' | 'INVALID';
  readonly message: string;
  readonly count: number;
}
export type Refused = Pick<RefusalCount, 'message'> & Partial<RefusalCount> & { readonly path?: string };

export class RefusalTally {
  private readonly counts = new Map<string, RefusalCount>();
  total = 0;

  /** @param refused.path - of the member that is wrong: its name is said where the sentence has none */
  add({ code = 'INVALID', message, count = 1, path = '' }: Refused): void {
    if (count === 0) return;
    const sentence = withSubject(path, withoutLength(message));
    const known = this.counts.has(sentence) || this.counts.size < MOST_SENTENCES ? sentence : OTHERS;
    this.counts.set(known, { code, message: known, count: (this.counts.get(known)?.count ?? 0) + count });
    this.total += count;
  }

  addAll(counts: readonly RefusalCount[]): void {
    for (const one of counts) this.add(one);
  }

  /** The commonest first; what is together because there was no more room, last. */
  list(): RefusalCount[] {
    const isOthers = ({ message }: RefusalCount) => Number(message === OTHERS);
    return [...this.counts.values()].sort((a, b) => isOthers(a) - isOthers(b) || b.count - a.count);
  }
}

function withSubject(path: string, message: string): string {
  const [, member, place] = /(\w*[a-z]\w*)((?:\[\d+\]|\.\d+)*)$/i.exec(path) ?? [];
  if (member === undefined || !/^(must|is) /.test(message)) return message;
  return `${place === '' ? '' : 'an entry of '}${member} ${message}`;
}

/** Each entry has a period of its own: its length would make a thousand sentences of one, and be kept. */
const withoutLength = (message: string) => message.replace(/the \d+ minutes of its period$/, 'its period');
