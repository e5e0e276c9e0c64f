import type { Profession } from '../../api/types.js';
import { isProfession } from '../../words/index.js';

/** What the address of the page says: the week by any of its days, and whose patients. */
export interface ReviewSearch {
  week?: string;
  team?: string;
  discipline?: Profession;
}

export function readReviewSearch({ week, team, discipline }: Record<string, unknown>): ReviewSearch {
  return {
    ...(typeof week === 'string' && /^\d{4}-\d\d-\d\d$/.test(week) ? { week } : {}),
    ...(typeof team === 'string' && /^[0-9a-f-]{36}$/i.test(team) ? { team } : {}),
    ...(isProfession(discipline) ? { discipline } : {}),
  };
}
