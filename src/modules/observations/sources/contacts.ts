import { Injectable } from '@nestjs/common';
import { afterCommit, currentClinic } from '../../../platform/database/database.js';
import { clockFaultOf } from '../daily/clock-check.js';
import type { NewObservation, Stored } from '../observation.js';
import { type Contact, saveContacts } from './contact.repository.js';

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
   * Notes that these sources were heard of, even where they said nothing new. Last in a transaction, and in order, so
   * that two batches never wait for each other in a circle.
   */
  async note(batch: readonly NewObservation[], answers: readonly Stored[]): Promise<void> {
    const nowMs = Date.now();
    const news = [...contactsOf(batch, answers)]
      .filter(([key, contact]) => isNews(this.known.get(key), contact, nowMs))
      .sort(([a], [b]) => (a < b ? -1 : 1));
    if (news.length === 0) return;
    await saveContacts(news.map(([, contact]) => contact));
    afterCommit(() => {
      if (this.known.size > MOST_KNOWN) this.known.clear();
      for (const [key, { newestMs }] of news) this.known.set(key, { atMs: nowMs, newestMs });
    });
  }
}

function contactsOf(batch: readonly NewObservation[], answers: readonly Stored[]): Map<string, Contact> {
  const clinic = currentClinic();
  const contacts = new Map<string, Contact>();
  for (const [i, { patientId, source, startMs, endMs }] of batch.entries()) {
    const { receivedMs } = answers[i]!;
    const key = `${clinic}\n${patientId}\n${source.system}\n${source.device}`;
    const before = contacts.get(key)?.newestMs ?? Number.NEGATIVE_INFINITY;
    // Today's running total ends at midnight; it has come as far as its arrival. A wrong clock has come nowhere.
    const reach = clockFaultOf({ startMs, receivedMs }) ? before : Math.min(endMs, receivedMs);
    contacts.set(key, { patientId, system: source.system, device: source.device, newestMs: Math.max(before, reach) });
  }
  return contacts;
}

const isNews = (before: Noted | undefined, now: Contact, nowMs: number) =>
  !before || nowMs - before.atMs > STEP_MS || now.newestMs > before.newestMs + STEP_MS;
