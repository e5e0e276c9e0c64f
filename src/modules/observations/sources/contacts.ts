import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { repeat } from '../../../platform/clock/repeat.js';
import { Database } from '../../../platform/database/database.js';
import { entering } from '../../../platform/database/pipelined.js';
import type { Part } from '../../../platform/database/statement.js';
import { clockFaultOf } from '../daily/clock-check.js';
import type { Keyed } from '../store-observations.js';
import { type Contact, savingContacts } from './contact.repository.js';

/** A source that sends every minute is noted once in this time, or when its readings have come this much further. */
const STEP_MS = 15 * 60_000;
/** Of people: which of their files told of a source is known by when it was heard of. */
const STEP_OF_PEOPLE_MS = 1000;
/** Only readings of these days can change what is said of a source (`syncStateOf`), and are noted with their commit. */
const THESE_DAYS_MS = 72 * 3_600_000;
const CATCH_UP_EVERY_MS = 2000;
const MOST_KNOWN = 100_000;

interface Noted {
  readonly atMs: number;
  readonly newestMs: number;
}

/** What there is to note of some rows: with their commit, and when it is through. */
export interface News {
  readonly parts: readonly Part[];
  readonly noted: () => void;
}
/** Rows, and who brought them. */
interface Heard {
  readonly rows: readonly Keyed[];
  readonly audit: { readonly actor: string };
}
const NOTHING: News = { parts: [], noted: () => undefined };

/**
 * Keeps note of who was heard of, and how far their readings reach. How far a history of long ago has come is noted
 * every two seconds instead of in each commit, where it took as long as the readings themselves; a node that is killed
 * forgets at most that, until the source is heard of again.
 */
@Injectable()
export class Contacts implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** What this node has noted lately, per clinic and source; filled after commit. Only saves writes. */
  private readonly known = new Map<string, Noted>();
  /** What is stored and not noted yet, per clinic. */
  private readonly owed = new Map<string, Map<string, Contact>>();
  private turns: ReturnType<typeof repeat> | undefined;

  constructor(private readonly database: Database) {}

  onApplicationBootstrap(): void {
    this.turns = repeat('contacts of sources', CATCH_UP_EVERY_MS, () => this.catchUp());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.turns?.stop();
    await this.catchUp().catch(() => undefined);
  }

  /**
   * What notes that the sources of these jobs were heard of, even where they said nothing new: once a source, however
   * many rows a commit holds. Last in a clinic's part of a transaction, and in order, so that two batches never wait for
   * each other in a circle.
   *
   * @param receivedMs - when the rows came, roughly: the database puts a reading that ends later at its own time
   */
  news(clinicId: string, jobs: readonly Heard[], receivedMs: number): News {
    const nowMs = Date.now();
    const news = new Map<string, Contact>();
    const later = new Map<string, Contact>();
    for (const [key, contact] of bySource(clinicId, jobs, receivedMs)) {
      const before = this.known.get(key);
      const isFurther = before !== undefined && contact.newestMs > before.newestMs + STEP_MS;
      const step = contact.via === null ? STEP_OF_PEOPLE_MS : STEP_MS;
      if (!before || nowMs - before.atMs > step || (isFurther && contact.newestMs > nowMs - THESE_DAYS_MS))
        news.set(key, contact);
      else if (isFurther) later.set(key, contact);
    }
    if (news.size === 0 && later.size === 0) return NOTHING;
    return {
      parts: news.size === 0 ? [] : [savingContacts(clinicId, [...news.values()])],
      noted: () => {
        if (this.known.size > MOST_KNOWN) this.known.clear();
        for (const [key, { newestMs }] of news) this.known.set(key, { atMs: nowMs, newestMs });
        this.owe(clinicId, later);
      },
    };
  }

  private owe(clinicId: string, contacts: ReadonlyMap<string, Contact>): void {
    let owed = this.owed.get(clinicId);
    if (!owed) this.owed.set(clinicId, (owed = new Map()));
    for (const [key, contact] of contacts) {
      const before = owed.get(key);
      if (!before || contact.newestMs > before.newestMs) owed.set(key, contact);
    }
  }

  /** Notes what is owed; what could not be noted stays owed. */
  private async catchUp(): Promise<void> {
    for (const [clinicId, owed] of this.owed) {
      this.owed.delete(clinicId);
      if (owed.size === 0) continue;
      try {
        await this.database.hot.together([entering(clinicId), savingContacts(clinicId, [...owed.values()])]);
      } catch (error) {
        this.owe(clinicId, owed);
        throw error;
      }
    }
  }
}

interface Reach {
  readonly row: Keyed;
  /** End of its newest reading; -Infinity when none has a time to believe. */
  newestMs: number;
}

/** How far each series has come: rows are many, series few. */
function bySeries(rows: readonly Keyed[], receivedMs: number): Iterable<Reach> {
  const series = new Map<number, Reach>();
  for (const row of rows) {
    const { startMs, endMs, isNoContact } = row.observation;
    if (isNoContact) continue;
    let reach = series.get(row.seriesId);
    if (!reach) series.set(row.seriesId, (reach = { row, newestMs: Number.NEGATIVE_INFINITY }));
    // Today's running total ends at midnight; it has come as far as its arrival. A wrong clock has come nowhere.
    const endsMs = Math.min(endMs, receivedMs);
    if (endsMs > reach.newestMs && !clockFaultOf({ startMs, endMs, receivedMs, saidMs: receivedMs }))
      reach.newestMs = endsMs;
  }
  return series.values();
}

function bySource(clinicId: string, jobs: readonly Heard[], receivedMs: number): Map<string, Contact> {
  const contacts = new Map<string, Contact>();
  for (const { rows, audit } of jobs) {
    const via = audit.actor.startsWith('system/') ? audit.actor : null;
    for (const { row, newestMs } of bySeries(rows, receivedMs)) {
      const { patientId, source } = row.observation;
      const key = `${clinicId}\n${patientId}\n${source.system}\n${source.device}`;
      const before = contacts.get(key);
      if (!before || before.newestMs < newestMs) contacts.set(key, { seriesId: row.seriesId, newestMs, via });
    }
  }
  return contacts;
}
