import type { Happening } from '../../lane/index.js';

export interface PlainLaneReader {
  /** May they read what the patient answered: pain, mood, questionnaires, and what they work towards? */
  readonly seesAnswers: boolean;
  /** May they know of visits? */
  readonly seesVisits: boolean;
  /** Alerts that the patient's page shows or has shown. */
  readonly shownAlerts: ReadonlySet<string>;
}

/**
 * What happened as a patient or a follower reads it. A flare is an answer about pain, and may worry: it stands in their lane
 * once their page has told of it. Doses and procedures have been read as the reader may.
 */
export function toPlainLane(lane: readonly Happening[], reader: PlainLaneReader): Happening[] {
  return lane.filter(({ kind, alertId }) => {
    if (kind === 'visit') return reader.seesVisits;
    if (kind === 'peg' || kind === 'sprint') return reader.seesAnswers;
    return kind !== 'flare' || (reader.seesAnswers && alertId !== null && reader.shownAlerts.has(alertId));
  });
}
