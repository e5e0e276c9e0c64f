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
  if (kind === 'trend') return [['trend', id], ['patient']];
  return [['patient'], ['trend', id], ['uploads', id], ['corrections']];
}
