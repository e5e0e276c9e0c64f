import { type Answered, type AnswerScore, readAnswer, type RedFlagItem } from '../../../instruments/index.js';
import { COUNTED, type ObservationRow } from '../../observations/index.js';

interface Remainder {
  readonly derivedFrom?: readonly { readonly reference?: string }[];
}
type Stored = Pick<ObservationRow, 'id' | 'valueText' | 'remainder'>;

const remainderOf = ({ remainder }: Pick<Stored, 'remainder'>): Remainder =>
  remainder === null ? {} : (JSON.parse(remainder) as Remainder);

/** What a stored observation answers to a question. silent: nothing; withdrawn: it says that it was an error. */
export function answerOf(
  row: Pick<ObservationRow, 'valueText' | 'skeleton' | 'remainder' | 'status'>,
  item: RedFlagItem,
): AnswerScore | 'withdrawn' | 'silent' {
  const { valueText } = row;
  const shared = JSON.parse(row.skeleton) as Answered;
  const number = valueText === null ? {} : { valueQuantity: { value: Number(valueText) } };
  const score = readAnswer(item, { ...shared, ...remainderOf(row), ...number });
  if (score === null) return 'silent';
  return COUNTED.has(row.status) ? score : 'withdrawn';
}

/** The response that it was read from; where none is named, the observation itself. */
export function responseIdOf(row: Pick<Stored, 'id' | 'remainder'>): string {
  const response = remainderOf(row)
    .derivedFrom?.map(({ reference }) => /QuestionnaireResponse\/([A-Za-z0-9.-]{1,64})$/.exec(reference ?? '')?.[1])
    .find((id) => id !== undefined);
  return response ?? row.id;
}
