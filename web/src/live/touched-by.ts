import type { Delivery } from '../api/types.js';

/** Which cached answers one delivery makes old. */
export function touchedBy({ kind, id }: Pick<Delivery, 'kind' | 'id'>): readonly (readonly string[])[] {
  if (kind === 'alert')
    return [
      ['alert', 'list'],
      ['alert', 'weekly-review'],
      ['alert', 'one', id],
    ];
  if (kind === 'visit')
    return [
      ['visit', 'list'],
      ['visit', 'one', id],
      ['visit', 'note', id],
    ];
  // What is new of somebody may have come by a file.
  if (kind === 'trend') return [['trend', id], ['patient'], ['uploads', id]];
  return [['patient'], ['trend', id], ['uploads', id], ['corrections']];
}
