import type { AlertList, AlertRow } from '../../api/types.js';
import { type Board, extend, learn, patch, refresh, showNew, start } from './board.js';

export type Counts = NonNullable<AlertList['counts']>;

/** The list on the screen, and what the server counted last. */
export interface WorklistState {
  board: Board;
  counts: Counts;
  heldBack: number;
  asOf: string;
}
export type WorklistEvent =
  /** From the first row on: the first time, or again after a break. */
  | { kind: 'list'; list: AlertList }
  | { kind: 'page'; list: AlertList }
  /** About these alerts, which the server rang for. */
  | { kind: 'learnt'; asked: readonly string[]; list: AlertList }
  /** What this person just did. */
  | { kind: 'patch'; row: AlertRow; gone: boolean }
  | { kind: 'show-new' };

export function reduce(state: WorklistState | null, event: WorklistEvent): WorklistState | null {
  if (event.kind === 'list') {
    const figures = findFigures(event.list, state);
    return figures && { board: state ? refresh(state.board, event.list) : start(event.list), ...figures };
  }
  if (!state) return null;
  switch (event.kind) {
    case 'page':
      return { ...state, board: extend(state.board, event.list), ...findFigures(event.list, state) };
    case 'learnt':
      return { ...state, board: learn(state.board, event.asked, event.list.items), ...findFigures(event.list, state) };
    case 'patch':
      return { ...state, board: patch(state.board, event.row, event.gone) };
    case 'show-new':
      return { ...state, board: showNew(state.board) };
  }
}

/** What was not counted stays as it was counted last. Null: it never was. */
function findFigures(list: AlertList, before: WorklistState | null) {
  const counts = list.counts ?? before?.counts;
  const heldBack = list.heldBack ?? before?.heldBack;
  return counts && heldBack !== undefined ? { counts, heldBack, asOf: list.asOf } : null;
}
