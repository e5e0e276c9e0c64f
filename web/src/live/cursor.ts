import type { Delivery } from '../api/types.js';

/** Where this page stands in the clinic's stream. null: from now on. */
export interface CursorState {
  readonly cursor: number | null;
}
export const FROM_NOW: CursorState = { cursor: null };

/** Takes a delivery once. A cursor at or below ours was seen already: the stream repeats after every resume. */
export function take(state: CursorState, delivery: Pick<Delivery, 'cursor'>): { state: CursorState; fresh: boolean } {
  if (state.cursor !== null && delivery.cursor <= state.cursor) return { state, fresh: false };
  return { state: { cursor: delivery.cursor }, fresh: true };
}

/**
 * The server's answer to resume. With a cursor of our own it only tells how much is still to come, and the deliveries
 * themselves move us on; without one we start where the server is.
 */
export function afterResume(state: CursorState, answer: { cursor: number }): CursorState {
  return state.cursor === null ? { cursor: answer.cursor } : state;
}

export const RESUME_EVERY_MS = 25_000;
