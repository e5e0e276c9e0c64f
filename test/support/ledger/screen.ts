import { setTimeout as sleep } from 'node:timers/promises';
import type { Face } from '../crowd.js';
import { openPage, type OpenPage } from '../open-page.js';

const TRY_AGAIN_MS = 200;

interface AlertPage {
  readonly items: readonly { readonly id: string }[];
  readonly next: string | null;
}

/** What one page has shown: alerts that came to it one by one, and those it found when it fetched its list anew. */
export class Screen {
  /** In the order in which they appeared. */
  readonly appeared: { readonly cursor: number; readonly id: string }[] = [];
  readonly fetched = new Set<string>();
  /** How often it had to fetch everything anew. */
  anew = 0;
  readonly page: OpenPage;
  private fetching: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(
    readonly face: Face,
    private readonly url: () => string,
  ) {
    this.page = openPage(url, face.cookie, {
      heard: () => undefined,
      changed: ({ kind, cursor, id }) => kind === 'alert' && this.appeared.push({ cursor, id }),
      anew: () => {
        this.anew++;
        this.fetching = this.fetching.then(() => this.fetchAll());
      },
    });
  }

  has = (id: string): boolean => this.fetched.has(id) || this.appeared.some((one) => one.id === id);

  private async fetchAll(): Promise<void> {
    for (let after: string | null = ''; after !== null && !this.closed;) {
      const list: AlertPage | undefined = await this.fetchList(after).catch(() => undefined);
      if (!list) {
        await sleep(TRY_AGAIN_MS);
        continue;
      }
      for (const { id } of list.items) this.fetched.add(id);
      after = list.next;
    }
  }

  private async fetchList(after: string): Promise<AlertPage> {
    const query = after === '' ? '' : `&after=${encodeURIComponent(after)}`;
    const signal = AbortSignal.timeout(30_000);
    const answer = await fetch(`${this.url()}/api/v1/alerts?state=open&whose=all${query}`, {
      headers: { cookie: this.face.cookie },
      signal,
    });
    if (!answer.ok) throw new Error(`list: ${answer.status}`);
    return answer.json() as Promise<AlertPage>;
  }

  async close(): Promise<void> {
    this.closed = true;
    this.page.close();
    await this.fetching;
  }
}
