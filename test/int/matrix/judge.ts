import type { Response } from 'supertest';
import type { Probe } from './probes.js';
import { may, type Target, type Who } from './who.js';

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
  const allowed = probe.kind !== 'never' && may(who, target, probe);
  return {
    who: who.name,
    target: target.name,
    path: probe.path,
    act: `${probe.type}.${probe.interaction}`,
    kind: probe.kind,
    may: allowed,
    wrong: faultOf(probe, allowed, target, answer),
  };
}

function faultOf(probe: Probe, allowed: boolean, target: Target, answer: Response): string | null {
  const status = statusOf(answer);
  const success = status >= 200 && status < 300;
  if (status >= 500) return `answers ${status}`;
  const shown = success && (probe.kind === 'list' ? isNamed(target, answer) : true);
  if (allowed) return shown ? null : `is refused: ${status}`;
  if (!shown) {
    if (isNamed(target, answer)) return `is refused with ${status}, and told what it was`;
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

/** Something of the patient that was not in the question: an echo tells nothing. */
function isNamed(target: Target, answer: Response): boolean {
  const { request } = answer as unknown as { request: { url: string; _data?: unknown } };
  const question =
    decodeURIComponent(request.url) +
    (typeof request._data === 'string' ? request._data : JSON.stringify(request._data ?? ''));
  const words = [
    target.familyName,
    target.device,
    target.patientId,
    target.observationId,
    target.responseId,
    target.alertId,
    target.visitId,
  ];
  return words.some((word) => !question.includes(word) && (answer.text ?? '').includes(word));
}
