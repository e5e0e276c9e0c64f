import { afterCommit } from '../../../platform/database/database.js';
import type { DueSignal } from '../due-signal.js';
import type { Interned } from '../interning.js';
import type { NewObservation, SourceKind } from '../observation.js';
import { requestRecompute } from './recompute.repository.js';
import { improveKinds, KINDS_BY_KNOWLEDGE, type SaidKind } from './source-kind.repository.js';

const RANKS = Object.fromEntries(KINDS_BY_KNOWLEDGE.map((kind, i) => [kind, i])) as Record<SourceKind, number>;
/** Of all clinics together; then all is forgotten, and asked of the database anew. */
const MOST_SERIES = 1_000_000;

/**
 * What devices are. Roads tell it in different words, some not at all, and whose word counts first depends on it: so a
 * better word replaces the one that came first, and the history is added up anew.
 */
export class KnownKinds {
  /** The best that was said of each series' device and is in the database, by clinic. */
  private readonly clinics = new Map<string, Map<number, number>>();
  private size = 0;

  constructor(private readonly due: DueSignal) {}

  /** Is none of what these readings say of their devices new here? */
  knows(clinicId: string, batch: readonly NewObservation[], parts: readonly Interned[]): boolean {
    return this.findNews(clinicId, batch, parts).length === 0;
  }

  /** Takes in what these readings say of their devices, in the transaction that is open. */
  async learn(clinicId: string, batch: readonly NewObservation[], parts: readonly Interned[]): Promise<void> {
    const news = this.findNews(clinicId, batch, parts);
    if (news.length === 0) return;
    const patients = await improveKinds(news);
    for (const patientId of patients) await requestRecompute(patientId);
    afterCommit(() => {
      this.note(clinicId, news);
      if (patients.length > 0) this.due.ring();
    });
  }

  private findNews(clinicId: string, batch: readonly NewObservation[], parts: readonly Interned[]): SaidKind[] {
    const known = this.clinics.get(clinicId);
    const news = new Map<number, SaidKind>();
    let before: SaidKind | undefined;
    for (const [i, { source }] of batch.entries()) {
      const { seriesId } = parts[i]!;
      // Thousands of readings of one device come one after another.
      if (before?.seriesId === seriesId && before.kind === source.kind) continue;
      before = { seriesId, kind: source.kind };
      const best = Math.min(known?.get(seriesId) ?? RANKS.form + 1, rankOf(news.get(seriesId)));
      if (RANKS[source.kind] < best) news.set(seriesId, before);
    }
    return [...news.values()];
  }

  private note(clinicId: string, news: readonly SaidKind[]): void {
    if (this.size > MOST_SERIES) {
      this.clinics.clear();
      this.size = 0;
    }
    let known = this.clinics.get(clinicId);
    if (!known) this.clinics.set(clinicId, (known = new Map()));
    for (const { seriesId, kind } of news) {
      if (!known.has(seriesId)) this.size++;
      known.set(seriesId, Math.min(known.get(seriesId) ?? RANKS.form, RANKS[kind]));
    }
  }
}

const rankOf = (said: SaidKind | undefined) => (said ? RANKS[said.kind] : RANKS.form + 1);
