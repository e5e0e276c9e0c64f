import { currentClinic, query } from '../../../platform/database/database.js';
import type { ViewFilters } from './saved-views.schema.js';

export interface SavedView {
  readonly id: string;
  readonly name: string;
  readonly filters: ViewFilters;
}

/** In the order they were made: a list that people click by place must not be sorted anew. */
export const findSavedViews = (personId: string): Promise<SavedView[]> =>
  query('SELECT id, name, filters FROM saved_view WHERE person_id = $1 ORDER BY created_at, id', [personId]);

export async function putSavedView(personId: string, { id, name, filters }: SavedView): Promise<void> {
  await query(
    `INSERT INTO saved_view (clinic_id, person_id, id, name, filters) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (clinic_id, person_id, id) DO UPDATE SET name = excluded.name, filters = excluded.filters`,
    [currentClinic(), personId, id, name, JSON.stringify(filters)],
  );
}

export async function deleteSavedView(personId: string, id: string): Promise<boolean> {
  const rows = await query('DELETE FROM saved_view WHERE person_id = $1 AND id = $2 RETURNING id', [personId, id]);
  return rows.length > 0;
}
