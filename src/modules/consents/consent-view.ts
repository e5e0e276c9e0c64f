import type { z } from 'zod';
import { ASKED_PURPOSES, CONSENT_PURPOSES } from '../../platform/auth/consent-condition.js';
import type { ConsentText } from './consent-texts.repository.js';
import type { DecisionRow } from './consents.repository.js';
import type { ConsentDecision, ConsentTextShape, PurposeView, ShownConsent } from './consents.schema.js';

export const toText = ({
  purpose,
  language,
  version,
  title,
  body,
  sha256,
}: ConsentText): z.output<typeof ConsentTextShape> => ({ purpose, language, version, title, body, sha256 });

/** Each purpose that is asked about, or was answered: what holds, the words in force, and every answer there was. */
export function toPurposeViews(
  texts: readonly ConsentText[],
  decisions: readonly DecisionRow[],
): z.output<typeof PurposeView>[] {
  const answered = new Set(decisions.map(({ purpose }) => purpose));
  const shown = CONSENT_PURPOSES.filter((purpose) => ASKED_PURPOSES.includes(purpose) || answered.has(purpose));
  return shown.map((purpose) => {
    const inForce = texts.filter((text) => text.purpose === purpose);
    const history = decisions.filter((decision) => decision.purpose === purpose);
    const last = history[0];
    const isAsked = ASKED_PURPOSES.includes(purpose);
    return {
      purpose,
      isAsked,
      status: last?.status ?? 'none',
      hasNewerText: isAsked && last?.status === 'given' && !inForce.some(({ sha256 }) => sha256 === last.textHash),
      texts: inForce.map(toText),
      history: history.map(toDecision),
    };
  });
}

export const toShownConsent = (row: DecisionRow, text: ConsentText | undefined): z.output<typeof ShownConsent> => ({
  ...toDecision(row),
  purpose: row.purpose,
  text: text ? toText(text) : null,
});

function toDecision(row: DecisionRow): z.output<typeof ConsentDecision> {
  const { id, status, how, reason, language, version } = row;
  const side = row.byPatient ? ('patient' as const) : row.recordedBy.startsWith('person/') ? 'clinic' : 'system';
  return {
    id,
    status,
    recordedAt: row.recordedAt.toISOString(),
    by: { side, name: row.byName },
    how,
    reason,
    language,
    version,
  };
}
