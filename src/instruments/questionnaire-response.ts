import type { Instrument } from './instrument.js';
import { answered, type Answers } from './score-response.js';

export interface QuestionnaireResponse {
  readonly resourceType: 'QuestionnaireResponse';
  readonly id?: string;
  readonly questionnaire: string;
  readonly status: 'completed';
  readonly subject: { readonly reference: string };
  readonly authored: string;
  readonly author?: { readonly reference: string };
  readonly item: readonly {
    readonly linkId: string;
    readonly text: string;
    readonly answer: readonly { readonly valueInteger: number }[];
  }[];
}

/**
 * A scored response as FHIR R4: only answered items, with the words of the instrument's version. The score itself is an
 * Observation (`derived`) that points here.
 */
export function toQuestionnaireResponse(
  instrument: Instrument,
  answers: Answers,
  about: { readonly patientId: string; readonly authoredMs: number; readonly id?: string; readonly author?: string },
): QuestionnaireResponse {
  return {
    resourceType: 'QuestionnaireResponse',
    ...(about.id === undefined ? {} : { id: about.id }),
    questionnaire: instrument.canonical,
    status: 'completed',
    subject: { reference: `Patient/${about.patientId}` },
    authored: new Date(about.authoredMs).toISOString(),
    ...(about.author === undefined ? {} : { author: { reference: about.author } }),
    item: answered(instrument, answers).map(({ item, value }) => ({
      linkId: item.id,
      text: item.text,
      answer: [{ valueInteger: value }],
    })),
  };
}

/** Answers out of a (valid) QuestionnaireResponse; what is no integer answer counts as skipped, unknown items stay visible. */
export function readAnswers(response: {
  readonly item?: readonly {
    readonly linkId: string;
    readonly answer?: readonly { readonly valueInteger?: number }[];
  }[];
}): Answers {
  return Object.fromEntries((response.item ?? []).map((item) => [item.linkId, item.answer?.[0]?.valueInteger ?? null]));
}
