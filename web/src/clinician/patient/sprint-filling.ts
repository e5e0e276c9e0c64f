import type { PatientDetail, Sprint } from '../../api/types.js';
import { keepTyped } from './people/keep-typed.js';
import { draftOf, type SprintDraft } from './sprint-draft.js';

/** A form about a sprint while it is filled in. */
export interface SprintFilling {
  /** What the fields began with; null: a new one. What is sent names this version. */
  readonly opened: Sprint | null;
  readonly draft: SprintDraft;
  /** What somebody else has made of it, once that was in the way. */
  readonly newer: Sprint | null;
}

export const findSprintIn = ({ sprint, nextSprint }: PatientDetail, id: string): Sprint | undefined =>
  [sprint, nextSprint].find((one) => one?.id === id) ?? undefined;

/**
 * Somebody else was faster: each field and each target that was typed into stays as typed, all others are as they are now, so
 * that saving again undoes nothing unseen.
 */
export function takeNewerSprint(filling: SprintFilling, now: Sprint): SprintFilling {
  const { opened, draft } = filling;
  if (!opened || opened.version === now.version) return filling;
  const [was, is] = [draftOf(opened), draftOf(now)];
  const { goal, startsOn, endsOn } = keepTyped({ opened: words(was), typed: words(draft), now: words(is) });
  const targets = keepTyped({ opened: was.targets, typed: draft.targets, now: is.targets });
  return { opened: now, draft: { goal, startsOn, endsOn, own: is.own, targets }, newer: now };
}

const words = ({ goal, startsOn, endsOn }: SprintDraft) => ({ goal, startsOn, endsOn });
