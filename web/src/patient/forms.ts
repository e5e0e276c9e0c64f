import { INSTRUMENTS, type InstrumentId } from '../../../src/instruments/index.js';
import type { QuestionForm } from './question-card.js';

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

function formOf(id: InstrumentId): QuestionForm {
  const { items, names } = INSTRUMENTS[id];
  return {
    instrument: id,
    title: names.patient,
    skippable: items.every((item) => !item.required),
    questions: items.map((item) => ({
      id: item.id,
      text: item.text,
      low: lower(item.lowText),
      high: lower(item.highText),
    })),
  };
}

export const DIARY_FORM = formOf('diary');
export const PEG_FORM = formOf('peg');
