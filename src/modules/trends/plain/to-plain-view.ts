import { isMetricId, METRICS, type MetricId } from '../../../metrics/index.js';
import { narrowSprint } from '../../patients/index.js';
import { type KnownConcern, withoutTarget } from '../../told/index.js';
import type { PanelView, SeriesAnswer } from '../trends.schema.js';
import { mayTell } from './may-tell.js';

export interface PlainReader {
  /** May they read what the patient answered: pain, mood, questionnaires, and what they work towards? */
  readonly seesAnswers: boolean;
  readonly concerns: readonly KnownConcern[];
}

/**
 * The series as a patient or a follower reads it: the numbers as they are, the team's judgements left out, and of what may
 * worry only what they have been told.
 */
export function toPlainView(view: SeriesAnswer, reader: PlainReader): SeriesAnswer {
  const sees = (metric: MetricId) => reader.seesAnswers || !METRICS[metric].selfReported;
  const panels = view.panels.filter(({ metric }) => sees(metric)).map((panel) => toPlainPanel(panel, reader));
  const said = view.patientHeadline;
  const metric = said?.facts['metric'];
  const about = typeof metric === 'string' && isMetricId(metric) ? metric : null;
  const isTold = about === null || (sees(about) && mayTell(about, courseOf(said), reader.concerns));
  return {
    ...view,
    panels,
    sprint: narrowSprint(view.sprint, reader.seesAnswers),
    headline: null,
    patientHeadline: isTold ? (reader.seesAnswers || !said ? said : withoutTarget(said)) : null,
    hint: null,
    sprintVerdict: null,
    course: 'none',
    confidence: null,
    confidenceFrom: 'evidence',
  };
}

function toPlainPanel(given: PanelView, { concerns, seesAnswers }: PlainReader): PanelView {
  const panel = seesAnswers ? given : tellNoTarget(given);
  const { metric, course } = panel;
  if (mayTell(metric, course, concerns) && mayTell(metric, courseOf(panel.patientSentence), concerns))
    return { ...panel, sentence: null };
  return { ...panel, sentence: null, course: 'none', change: null, patientSentence: sayLately(panel) };
}

/** A target is a part of the goal. */
const tellNoTarget = (panel: PanelView): PanelView => ({
  ...panel,
  target: null,
  patientSentence: panel.patientSentence && (withoutTarget(panel.patientSentence) ?? sayLately(panel)),
});

/** The number and no word about it; null where there is none of the last days. */
function sayLately({ metric, middle }: PanelView): PanelView['patientSentence'] {
  const value = middle.findLast((one) => one !== null);
  return value === undefined ? null : { key: 'trend.lately', facts: { metric, value } };
}

/** The course that a sentence tells of. */
function courseOf(sentence: PanelView['patientSentence']): string {
  if (sentence?.key === 'trend.levelled') return 'plateau';
  return String(sentence?.facts['course'] ?? 'none');
}
