import type { Response } from 'supertest';
import type { Probe } from './probes.js';
import { may } from './may.js';
import type { ProtectedNote, Target, Who } from './who.js';

/** One cell of the matrix: who, about whom, by which road, and what was wrong with the answer (null: nothing). */
export interface Cell {
  readonly who: string;
  readonly target: string;
  readonly path: string;
  readonly act: string;
  readonly kind: Probe['kind'] | 'socket';
  readonly may: boolean;
  readonly wrong: string | null;
}

export function judge(probe: Probe, who: Who, target: Target, answer: Response): Cell {
  const acts = probe.within ? [probe, probe.within.act] : [probe];
  const allowed = probe.kind !== 'never' && acts.every((act) => may(who, target, act, probe.naming));
  // A write to a retired record would lie where nobody looks: whoever might is told where to.
  const isRetired = probe.kind === 'write' && probe.naming === 'record' && target.livingId !== null;
  return {
    who: who.name,
    target: target.name,
    path: probe.path,
    act: `${probe.type}.${probe.interaction}`,
    kind: probe.kind,
    may: allowed && !isRetired,
    wrong: allowed && isRetired ? faultOfRetired(answer) : faultOf(probe, allowed, target, answer),
  };
}

/** FHIR has one code for all conflicts. */
const faultOfRetired = ({ status, body }: Response): string | null =>
  status === 409 && (body?.code === 'PATIENT_MERGED' || body?.issue?.[0]?.code === 'conflict')
    ? null
    : `answers ${status} where the record was merged`;

function faultOf(probe: Probe, allowed: boolean, target: Target, answer: Response): string | null {
  const status = statusOf(answer);
  const success = status >= 200 && status < 300;
  if (status >= 500) return `answers ${status}`;
  const shown = success && (probe.kind === 'list' ? isNamed(wordsFor(probe, target), answer) : true);
  if (allowed) return shown ? null : `is refused: ${status}`;
  if (!shown) {
    if (!success && isNamed(everyWord(target), answer)) return `is refused with ${status}, and told what it was`;
    if (probe.kind === 'never' || success || [401, 403, 404].includes(status)) return null;
    return `is refused with ${status} instead of 401, 403 or 404`;
  }
  return probe.kind === 'write' ? 'writes' : 'sees it';
}

/** A batch answers 200; what counts is its entry. */
function statusOf({ status, body }: Response): number {
  const entry = (body as { entry?: { response?: { status?: string } }[] }).entry?.[0]?.response?.status;
  return status === 200 && entry ? Number(entry.slice(0, 3)) : status;
}

/**
 * Of a protected note its own words; that there is a visit is no secret. Nor is, to whoever sees a patient, the id of a
 * record that this one replaces.
 */
function wordsFor({ label, naming, within }: Probe, target: Target): readonly string[] {
  if (within) return within.words(target);
  if (label) return noteWords(target.notes[label]);
  const replaced = naming === 'content' && target.livingId !== null ? target.patientId : null;
  return everyWord(target).filter((word) => word !== replaced);
}

const noteWords = ({ secret, savedAt, doseId, medication }: ProtectedNote) => [secret, savedAt, doseId, medication];

const everyWord = (target: Target): string[] => [
  target.familyName,
  target.device,
  target.patientId,
  target.observationId,
  target.responseId,
  target.alertId,
  target.visitId,
  target.doseId,
  ...Object.values(target.notes).flatMap(noteWords),
];

/** Something of the patient that was not in the question: an echo tells nothing. */
function isNamed(words: readonly string[], answer: Response): boolean {
  const { request } = answer as unknown as { request: { url: string; _data?: unknown } };
  const question =
    decodeURIComponent(request.url) +
    (typeof request._data === 'string' ? request._data : JSON.stringify(request._data ?? ''));
  const told = readable(answer.text ?? '');
  return words.some((word) => !question.includes(word) && told.includes(word));
}

/** With the documents that are written as base64. */
const readable = (text: string): string =>
  text + [...text.matchAll(/"data":"([\w+/=]+)"/g)].map(([, data]) => Buffer.from(data!, 'base64').toString()).join();
