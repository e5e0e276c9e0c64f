import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { MetricId } from '../../../src/metrics/index.js';
import { ApiError, request } from './client.js';
import type {
  AlertDetail,
  AlertList,
  ConsentsView,
  ConsentTexts,
  Day,
  DayDetail,
  Demo,
  DetectionSetting,
  Instrument,
  InstrumentResponse,
  Invitation,
  Member,
  OpenGlasses,
  PatientDetail,
  PatientNames,
  PatientSummary,
  ReviewedGlasses,
  SeriesView,
  Session,
  SourcesView,
  Visit,
  VisitNote,
  Whose,
  ZonesView,
} from './types.js';

/** Query keys start with the kind the live connection names, so that one delivery finds all that it touches. */
const v1 = '/api/v1';
const qs = (fields: Record<string, string | number | undefined>) => {
  const set = Object.entries(fields).filter(([, v]) => v !== undefined && v !== '');
  return set.length ? `?${new URLSearchParams(set.map(([k, v]) => [k, String(v)]))}` : '';
};
const get = <T>(path: string) => ({ queryFn: ({ signal }: { signal: AbortSignal }) => request<T>(path, { signal }) });

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  staleTime: Infinity,
  // A caregiver with whom nobody shares waits for somebody to share again.
  refetchInterval: (query) =>
    query.state.data?.role === 'caregiver' && query.state.data.patientId === null ? 30_000 : false,
  retry: (count, error) => !(error instanceof ApiError && error.status === 401) && count < 2,
  ...get<Session>(`${v1}/session`),
});
export const demoQuery = queryOptions({
  queryKey: ['demo'],
  staleTime: Infinity,
  retry: false,
  queryFn: () =>
    request<Demo>(`${v1}/demo`).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return { signIns: [] } satisfies Demo;
      throw error;
    }),
});
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    retry: false,
    ...get<Invitation>(`${v1}/invitations/${encodeURIComponent(token)}`),
  });
export const membersQuery = queryOptions({ queryKey: ['members'], ...get<{ items: Member[] }>(`${v1}/members`) });
export const detectionQuery = queryOptions({
  queryKey: ['detection'],
  ...get<DetectionSetting>(`${v1}/clinic/detection`),
});

export const patientsQuery = (query: string, after?: string) =>
  queryOptions({
    queryKey: ['patient', 'list', query, after ?? ''],
    placeholderData: keepPreviousData,
    ...get<{ items: PatientSummary[]; next: string | null }>(`${v1}/patients${qs({ query, after })}`),
  });
export const patientQuery = (id: string) =>
  queryOptions({ queryKey: ['patient', 'one', id], ...get<PatientDetail>(`${v1}/patients/${id}`) });
export const seriesQuery = (id: string, from?: Day, to?: Day) =>
  queryOptions({
    queryKey: ['trend', id, from ?? '', to ?? ''],
    placeholderData: keepPreviousData,
    ...get<SeriesView>(`${v1}/patients/${id}/series${qs({ from, to })}`),
  });
export const dayQuery = (id: string, metric: MetricId, day: Day) =>
  queryOptions({
    queryKey: ['trend', id, 'day', metric, day],
    ...get<DayDetail>(`${v1}/patients/${id}/days/${metric}/${day}`),
  });
/** While a history is being added up anew, how far it is. */
const FOLLOW_MS = 2000;
export const sourcesQuery = (id: string) =>
  queryOptions({
    queryKey: ['trend', id, 'sources'],
    refetchInterval: (query) => (query.state.data?.recompute ? FOLLOW_MS : false),
    ...get<SourcesView>(`${v1}/patients/${id}/sources`),
  });
export const zonesQuery = (id: string) =>
  queryOptions({ queryKey: ['patient', 'zones', id], ...get<ZonesView>(`${v1}/patients/${id}/time-zones`) });
export const consentsQuery = (id: string) =>
  queryOptions({ queryKey: ['patient', 'consents', id], ...get<ConsentsView>(`${v1}/patients/${id}/consents`) });
export const consentTextsQuery = queryOptions({
  queryKey: ['consent-texts'],
  ...get<ConsentTexts>(`${v1}/consent-texts`),
});
/** The hour runs on without us: asked again every minute, and drawn anew in between. */
export const glassesQuery = queryOptions({
  queryKey: ['glass', 'mine'],
  refetchInterval: 60_000,
  ...get<OpenGlasses>(`${v1}/break-glass/mine`),
});
export const glassReviewQuery = (state: 'open' | 'judged') =>
  queryOptions({ queryKey: ['glass', 'review', state], ...get<ReviewedGlasses>(`${v1}/break-glass${qs({ state })}`) });
export const patientNamesQuery = (query: string) =>
  queryOptions({
    queryKey: ['patient-names', query],
    enabled: query.length >= 3,
    ...get<PatientNames>(`${v1}/patient-names${qs({ query })}`),
  });
export const responsesQuery = (id: string, instrument: Instrument, limit?: number) =>
  queryOptions({
    queryKey: ['trend', id, 'responses', instrument, limit ?? 0],
    ...get<{ items: InstrumentResponse[] }>(`${v1}/patients/${id}/responses${qs({ instrument, limit })}`),
  });

export const alertsQuery = (fields: { state?: 'open' | 'resolved'; whose?: Whose; patientId?: string }) =>
  queryOptions({ queryKey: ['alert', 'list', fields], ...get<AlertList>(`${v1}/alerts${qs(fields)}`) });
export const alertQuery = (id: string) =>
  queryOptions({ queryKey: ['alert', 'one', id], ...get<AlertDetail>(`${v1}/alerts/${id}`) });

export const visitsQuery = (fields: { from?: string; to?: string; patientId?: string; state?: string }) =>
  queryOptions({ queryKey: ['visit', 'list', fields], ...get<{ items: Visit[] }>(`${v1}/visits${qs(fields)}`) });
export const visitQuery = (id: string) =>
  queryOptions({ queryKey: ['visit', 'one', id], ...get<Visit>(`${v1}/visits/${id}`) });
export const visitNoteQuery = (id: string) =>
  queryOptions({ queryKey: ['visit', 'note', id], ...get<VisitNote>(`${v1}/visits/${id}/note`) });

export const usePatient = (id: string) => useQuery(patientQuery(id));
export const useSeries = (id: string, from?: Day, to?: Day) => useQuery(seriesQuery(id, from, to));
