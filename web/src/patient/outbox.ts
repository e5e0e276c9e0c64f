import type { Instant, Instrument, NewResponse } from '../api/types.js';

/** What was written and has to reach the clinic: where it goes, and the id that makes sending it twice sending it once. */
export interface Letter {
  id: string;
  path: string;
  body: unknown;
  /** When it was written. */
  at: string;
}

/**
 * What was filled in but has not reached the clinic. Each entry keeps the id it was born with; an entry leaves only when
 * the server has it, or has said that it never will take it.
 */
export interface OutboxEntry extends Letter {
  patientId: string;
  tries: number;
  /** Not before this time (ms since 1970). */
  notBefore: number;
  /** What the server refused it with; kept so that the patient can be told. */
  refused: string | null;
}
export type SendResult = { ok: true } | { ok: false; status: number; detail: string };

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 5 * 60_000;

const responsesPath = (patientId: string) => `/api/v1/patients/${patientId}/responses`;
export const toLetter = (patientId: string, response: NewResponse): Letter => ({
  id: response.id,
  path: responsesPath(patientId),
  body: response,
  at: response.authoredAt,
});

/** Answers that the clinic has, put right. Each time it is a letter of its own. */
export const toCorrection = (
  patientId: string,
  response: Pick<NewResponse, 'id' | 'answers'>,
  letter: Pick<Letter, 'id' | 'at'>,
): Letter => ({
  ...letter,
  path: `${responsesPath(patientId)}/${response.id}/correction`,
  body: { correctedAt: letter.at, answers: response.answers },
});

export function addEntry(box: readonly OutboxEntry[], patientId: string, letter: Letter): OutboxEntry[] {
  if (box.some((entry) => entry.id === letter.id)) return [...box];
  return [...box, { patientId, ...letter, tries: 0, notBefore: 0, refused: null }];
}

/** The next entry to send, oldest first. Entries of another person on the same phone stay where they are. */
export function nextToSend(box: readonly OutboxEntry[], patientId: string, now: number): OutboxEntry | null {
  return box.find((e) => e.patientId === patientId && e.refused === null && e.notBefore <= now) ?? null;
}

/** No answer, too busy, signed out or broken over there: try again. Anything else in the 400s will not get better. */
export const isLater = (status: number): boolean =>
  status === 0 || status === 401 || status === 408 || status === 425 || status === 429 || status >= 500;

export function settleEntry(box: readonly OutboxEntry[], id: string, result: SendResult, now: number): OutboxEntry[] {
  // 409: the server has an entry of this id already.
  if (result.ok || result.status === 409) return box.filter((e) => e.id !== id);
  return box.map((entry) => {
    if (entry.id !== id) return entry;
    if (!isLater(result.status)) return { ...entry, refused: result.detail };
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** entry.tries);
    return { ...entry, tries: entry.tries + 1, notBefore: now + wait };
  });
}

/** The network came back: what waits need not wait longer. */
export const wakeAll = (box: readonly OutboxEntry[]): OutboxEntry[] => box.map((e) => ({ ...e, notBefore: 0 }));

export const waitingCount = (box: readonly OutboxEntry[], patientId: string): number =>
  box.filter((e) => e.patientId === patientId && e.refused === null).length;

/** When this form was filled in without the clinic knowing of it yet. */
export const unsentForms = (box: readonly OutboxEntry[], patientId: string, instrument: Instrument): Instant[] =>
  box
    .filter((e) => e.patientId === patientId && e.path === responsesPath(patientId) && e.refused === null)
    .filter(({ body }) => (body as Partial<NewResponse> | null)?.instrument === instrument)
    .map(({ at }) => at);

/** What an earlier page stored, entry by entry: one broken entry must not take the others with it. */
export function readBox(text: string | null): OutboxEntry[] {
  try {
    const stored: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(stored) ? stored.map(upgrade).filter(isEntry) : [];
  } catch {
    return [];
  }
}

/** Pages before answers to findings kept forms only, each with its response. */
function upgrade(value: unknown): unknown {
  const entry = value as { patientId?: unknown; response?: Partial<NewResponse> } | null;
  if (typeof entry?.patientId !== 'string' || typeof entry.response?.id !== 'string') return value;
  const { response, ...rest } = entry;
  return { ...rest, ...toLetter(entry.patientId, response as NewResponse) };
}

function isEntry(value: unknown): value is OutboxEntry {
  const entry = value as Partial<OutboxEntry> | null;
  return (
    typeof entry?.patientId === 'string' &&
    typeof entry.id === 'string' &&
    typeof entry.path === 'string' &&
    typeof entry.at === 'string' &&
    typeof entry.tries === 'number' &&
    typeof entry.notBefore === 'number'
  );
}
