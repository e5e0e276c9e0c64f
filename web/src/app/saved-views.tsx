import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { newId, request } from '../api/client.js';
import { savedViewsQuery } from '../api/queries.js';
import type { SavedView } from '../api/types.js';
import { toSearch } from '../clinician/worklist/filters.js';
import { sayOnPage } from '../words/index.js';

/** One's own views of the worklist, each an address. Below the places in the rail; on a phone in the filter. */
export function SavedViewLinks({ className = 'n' }: { className?: string }) {
  const views = useQuery(savedViewsQuery);
  return views.data?.items.map(({ id, name, filters }) => (
    <Link
      key={id}
      to="/"
      search={toSearch(filters)}
      className={className}
      activeOptions={{ exact: true, includeSearch: true }}
      activeProps={{ 'aria-current': 'page' }}
    >
      <span className="ell">{name}</span>
    </Link>
  ));
}

export function SavedViewsRail() {
  const views = useQuery(savedViewsQuery);
  if (!views.data || views.data.items.length === 0) return null;
  return (
    <>
      <div className="lab">{sayOnPage('worklist.views')}</div>
      <SavedViewLinks />
    </>
  );
}

/** Keeps a view under a name, or lets go of one. */
export function useSavedViews() {
  const queries = useQueryClient();
  const views = useQuery(savedViewsQuery);
  const onSettled = () => queries.invalidateQueries({ queryKey: savedViewsQuery.queryKey });
  const keep = useMutation({
    mutationFn: (view: Pick<SavedView, 'name' | 'filters'>) =>
      request<SavedView>(`/api/v1/saved-views/${newId()}`, { method: 'PUT', body: view }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => request<void>(`/api/v1/saved-views/${id}`, { method: 'DELETE' }),
    onSettled,
  });
  return { items: views.data?.items ?? [], keep, remove };
}
