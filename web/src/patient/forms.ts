import { INSTRUMENTS, type InstrumentId } from '../../../src/instruments/index.js';
import type { QuestionForm } from './question-card.js';

/** What patients call the forms; the questions themselves come from the instruments, word for word. */
const TITLES: Record<InstrumentId, string> = {
  diary: 'One-minute diary',
  peg: 'Your week with pain',
};
const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

function formOf(id: InstrumentId): QuestionForm {
  const { items } = INSTRUMENTS[id];
  return {
    instrument: id,
    title: TITLES[id],
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
