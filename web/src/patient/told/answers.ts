import { newId } from '../../api/client.js';
import type { Answer } from '../../api/types.js';
import type { OutboxEntry } from '../outbox.js';
import { dropWaiting, type Fate, saveLetter } from '../outbox-store.js';

export const ANSWERS: readonly Answer[] = ['ill', 'travelling', 'watch-broken', 'other'];

const pathOf = (alertId: string) => `/api/v1/alerts/${alertId}/answer`;

/** What is chosen and written, and not sent yet. */
export interface HalfSaid {
  readonly answer: Answer | null;
  readonly words: string;
}

/** What was kept of it on this device, if it is something. */
export function readHalfSaid(kept: unknown): HalfSaid | null {
  const { answer, words } = (kept ?? {}) as Partial<HalfSaid>;
  const known = ANSWERS.find((one) => one === answer) ?? null;
  if (typeof words !== 'string' || (known === null && words.trim() === '')) return null;
  return { answer: known, words };
}

export interface Saying {
  readonly id: string;
  readonly answer: Answer;
  readonly words: string | null;
}

export const newSaying = (answer: Answer, words: string): Saying => ({
  id: newId(),
  answer,
  words: words.trim() || null,
});

/** Keeps the answer until the clinic has it, also without a connection. */
export function sayAnswer(patientId: string, alertId: string, { id, answer, words }: Saying): Promise<Fate> {
  const body = { id, answer, ...(words === null ? {} : { words }) };
  return saveLetter(patientId, { id, path: pathOf(alertId), body, at: new Date().toISOString() });
}

/** One that has not left is forgotten; one that the clinic has is taken back there. */
export async function takeBack(patientId: string, alertId: string, answerId: string): Promise<Fate> {
  if (dropWaiting(answerId)) return 'saved';
  const id = newId();
  const body = { id, answerId };
  return saveLetter(patientId, { id, path: `${pathOf(alertId)}/undo`, body, at: new Date().toISOString() });
}

/** Answers to this alert that wait for a connection. */
export const unsentAnswers = (entries: readonly OutboxEntry[], alertId: string): Saying[] =>
  entries
    .filter(({ path, refused }) => path === pathOf(alertId) && refused === null)
    .map(({ id, body }) => {
      const { answer, words } = body as { answer: Answer; words?: string };
      return { id, answer, words: words ?? null };
    });

/** Answers whose taking back waits: they count no more for whoever took them back. */
export const unsentUndos = (entries: readonly OutboxEntry[], alertId: string): string[] =>
  entries
    .filter(({ path, refused }) => path === `${pathOf(alertId)}/undo` && refused === null)
    .map(({ body }) => (body as { answerId: string }).answerId);
