import { Injectable } from '@nestjs/common';
import type { Part } from '../../../platform/database/statement.js';
import { clockFaultOf } from '../daily/clock-check.js';
import type { Keyed } from '../store-observations.js';
import { type Contact, savingContacts } from './contact.repository.js';

/** A source that sends every minute is noted once in this time, or when its readings have come this much further. */
const STEP_MS = 15 * 60_000;
const MOST_KNOWN = 100_000;

interface Noted {
  readonly atMs: number;
  readonly newestMs: number;
}

/** Keeps note of who was heard of, and how far their readings reach. */
@Injectable()
export class Contacts {
  /** What this node has noted lately, per clinic and source; filled after commit. Only saves writes. */
  private readonly known = new Map<string, Noted>();

  /**
   * What notes that the sources of these rows were heard of, even where they said nothing new: once a source, however
   * many rows a commit holds. Last in a clinic's part of a transaction, and in order, so that two batches never wait for
   * each other in a circle.
   *
   * @param receivedMs - when the rows came, roughly: the database puts a reading that ends later at its own time
   * @returns undefined when there is nothing to note; `noted` is for after the commit
   */
  news(clinicId: string, rows: readonly Keyed[], receivedMs: number): { part: Part; noted: () => void } | undefined {
    const nowMs = Date.now();
    const news = [...bySource(clinicId, bySeries(rows, receivedMs))].filter(([key, contact]) =>
      isNews(this.known.get(key), contact, nowMs),
    );
    if (news.length === 0) return undefined;
    const noted = () => {
      if (this.known.size > MOST_KNOWN) this.known.clear();
      for (const [key, { newestMs }] of news) this.known.set(key, { atMs: nowMs, newestMs });
    };
    const contacts = news.map(([, contact]) => contact);
    return { part: savingContacts(clinicId, contacts), noted };
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
    const { startMs, endMs } = row.observation;
    let reach = series.get(row.seriesId);
    if (!reach) series.set(row.seriesId, (reach = { row, newestMs: Number.NEGATIVE_INFINITY }));
    // Today's running total ends at midnight; it has come as far as its arrival. A wrong clock has come nowhere.
    const endsMs = Math.min(endMs, receivedMs);
    if (endsMs > reach.newestMs && !clockFaultOf({ startMs, receivedMs })) reach.newestMs = endsMs;
  }
  return series.values();
}

function bySource(clinicId: string, reaches: Iterable<Reach>): Map<string, Contact> {
  const contacts = new Map<string, Contact>();
  for (const { row, newestMs } of reaches) {
    const { patientId, source } = row.observation;
    const key = `${clinicId}\n${patientId}\n${source.system}\n${source.device}`;
    const before = contacts.get(key);
    if (!before || before.newestMs < newestMs) contacts.set(key, { seriesId: row.seriesId, newestMs });
  }
  return contacts;
}

const isNews = (before: Noted | undefined, now: Contact, nowMs: number) =>
  !before || nowMs - before.atMs > STEP_MS || now.newestMs > before.newestMs + STEP_MS;
