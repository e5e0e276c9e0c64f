import type { AlertList, AlertRow } from '../../api/types.js';
import { type Board, extend, learn, patch, refresh, showNew, start } from './board.js';

/** The list on the screen, and what the server counted last. */
export interface WorklistState {
  board: Board;
  counts: AlertList['counts'];
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
  if (event.kind === 'list')
    return { board: state ? refresh(state.board, event.list) : start(event.list), ...figures(event.list) };
  if (!state) return null;
  switch (event.kind) {
    case 'page':
      return { board: extend(state.board, event.list), ...figures(event.list) };
    case 'learnt':
      return { board: learn(state.board, event.asked, event.list.items), ...figures(event.list) };
    case 'patch':
      return { ...state, board: patch(state.board, event.row, event.gone) };
    case 'show-new':
      return { ...state, board: showNew(state.board) };
  }
}
const figures = ({ counts, heldBack, asOf }: AlertList) => ({ counts, heldBack, asOf });
