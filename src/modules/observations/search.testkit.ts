import type { ObservationSearch } from './search.repository.js';

/** The first page of a search for all of one patient who is nobody's. */
export const SEARCH: ObservationSearch = {
  patientIds: ['00000000-0000-4000-8000-000000000001'],
  codes: [],
  date: [],
  newestFirst: true,
  count: 10,
  after: undefined,
};
