/** Which questionnaires are there, what do filled-in ones say, and how do they look in FHIR? Pure; the web imports it too. */
export { findInstrument, INSTRUMENTS } from './catalogue.js';
export type { Instrument, InstrumentId, InstrumentItem } from './instrument.js';
export { findTotalOf, readComponentTotals } from './component-totals.js';
export { type Answered, type AnswerScore, readAnswer } from './read-answer.js';
export { type Asked, asksForRedFlag, RED_FLAG_ITEMS, type RedFlagItem } from './red-flags.js';
export { scoreResponse, type Answers, type Scored } from './score-response.js';
export { readAnswers, toQuestionnaireResponse, type QuestionnaireResponse } from './questionnaire-response.js';
