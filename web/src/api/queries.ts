import { infiniteQueryOptions, keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import type { MetricId } from '../../../src/metrics/index.js';
import { ApiError, request } from './client.js';
import type {
  EarlierSprints,
  Absences,
  AccessLogView,
  Account,
  AccountSession,
  AlertDetail,
  AlertEconomics,
  WeeklyReview,
  AlertList,
  AlertRuleHistory,
  AlertRuleList,
  AlertSuppression,
  ConsentsView,
  ConsentTexts,
  App,
  AppGrant,
  AppRequest,
  AuditPage,
  BackTest,
  BackTestItems,
  ClinicChanges,
  ClinicChannels,
  ClinicView,
  CorrectionView,
  Upload,
  Day,
  DayDetail,
  Demo,
  DetectionSetting,
  ErasurePreview,
  ErasureRow,
  ExportView,
  Followers,
  Instant,
  Instrument,
  InstrumentResponse,
  Invitation,
  Matches,
  Member,
  NoticeList,
  NoticeSettings,
  Merges,
  NewPatient,
  OpenGlasses,
  PatientDetail,
  PatientNames,
  PatientNotes,
  PatientSummary,
  ReviewedGlasses,
  PendingInvitation,
  Referral,
  Referrals,
  RetentionView,
  RuleScope,
  Rota,
  SavedView,
  SeriesView,
  Session,
  SourcesView,
  Teams,
  ToldList,
  ToldSettings,
  Transfers,
  Treatments,
  Visit,
  VisitNote,
  Whose,
  ZonesView,
} from './types.js';
import { isUnderWay } from './upload-state.js';

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
export const signInOptionsQuery = queryOptions({
  queryKey: ['sign-in-options'],
  staleTime: Infinity,
  ...get<{ mail: boolean; outbox: boolean; singleSignOn: { id: string; name: string }[] }>(`${v1}/sign-in/options`),
});
export const outboxQuery = queryOptions({
  queryKey: ['outbox'],
  staleTime: 0,
  ...get<{ items: { to: string; subject: string; text: string; at: string }[] }>(`${v1}/outbox`),
});
export const accountQuery = queryOptions({ queryKey: ['account'], ...get<Account>(`${v1}/account`) });
export const accountSessionsQuery = queryOptions({
  queryKey: ['account-sessions'],
  ...get<{ items: AccountSession[] }>(`${v1}/account/sessions`),
});
export const noticesQuery = queryOptions({
  queryKey: ['account', 'notices'],
  ...get<NoticeSettings>(`${v1}/account/notices`),
});
export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  ...get<{ items: PendingInvitation[] }>(`${v1}/invitations`),
});
export const membersQuery = queryOptions({ queryKey: ['members'], ...get<{ items: Member[] }>(`${v1}/members`) });
export const appsQuery = queryOptions({ queryKey: ['app', 'list'], ...get<{ items: App[] }>(`${v1}/apps`) });
export const appGrantsQuery = (id: string) =>
  queryOptions({ queryKey: ['app', 'grants', id], ...get<{ items: AppGrant[] }>(`${v1}/apps/${id}/grants`) });
export const ownAppsQuery = queryOptions({
  queryKey: ['app', 'own'],
  ...get<{ items: AppGrant[] }>(`${v1}/account/apps`),
});
export const appRequestQuery = (uid: string) =>
  queryOptions({
    queryKey: ['app', 'request', uid],
    retry: false,
    staleTime: Infinity,
    ...get<AppRequest>(`${v1}/app-requests/${encodeURIComponent(uid)}`),
  });
export const detectionQuery = queryOptions({
  queryKey: ['detection'],
  ...get<DetectionSetting>(`${v1}/clinic/detection`),
});
const placeOf = (scope: RuleScope) => ({
  programme: scope.of === 'programme' ? scope.programme : undefined,
  patientId: scope.of === 'patient' && scope.patientId !== '' ? scope.patientId : undefined,
});
export const rulesQuery = (scope: RuleScope) =>
  queryOptions({
    queryKey: ['alert-rules', placeOf(scope)],
    ...get<AlertRuleList>(`${v1}/alert-rules${qs(placeOf(scope))}`),
  });
export const ruleHistoryQuery = (kind: string, scope: RuleScope) =>
  queryOptions({
    queryKey: ['alert-rules', placeOf(scope), kind],
    ...get<AlertRuleHistory>(`${v1}/alert-rules/${kind}/history${qs(placeOf(scope))}`),
  });
/** While it goes on it is looked at every second. */
export const backTestQuery = (id: string) =>
  queryOptions({
    queryKey: ['back-test', id],
    ...get<BackTest>(`${v1}/back-tests/${id}`),
    refetchInterval: ({ state }) =>
      state.data && (state.data.state === 'queued' || state.data.state === 'running') ? 1000 : false,
  });
export const backTestItemsQuery = (id: string, side: 'appears' | 'vanishes') =>
  queryOptions({
    queryKey: ['back-test', id, side],
    ...get<BackTestItems>(`${v1}/back-tests/${id}/items${qs({ side })}`),
  });
export const clinicQuery = queryOptions({ queryKey: ['clinic', 'settings'], ...get<ClinicView>(`${v1}/clinic`) });
export const clinicHistoryQuery = queryOptions({
  queryKey: ['clinic', 'history'],
  ...get<ClinicChanges>(`${v1}/clinic/history`),
});
export const clinicChannelsQuery = queryOptions({
  queryKey: ['clinic', 'channels'],
  ...get<ClinicChannels>(`${v1}/clinic/channels`),
});
export const teamsQuery = queryOptions({ queryKey: ['clinic', 'teams'], ...get<Teams>(`${v1}/teams`) });
export const rotaQuery = queryOptions({ queryKey: ['clinic', 'rota'], ...get<Rota>(`${v1}/rota`) });
export const absencesQuery = queryOptions({ queryKey: ['clinic', 'absences'], ...get<Absences>(`${v1}/absences`) });
export const mergesQuery = queryOptions({ queryKey: ['clinic', 'merges'], ...get<Merges>(`${v1}/merges`) });
export const transfersQuery = queryOptions({ queryKey: ['clinic', 'transfers'], ...get<Transfers>(`${v1}/transfers`) });
export const referralsQuery = (state: Referral['state']) =>
  queryOptions({ queryKey: ['clinic', 'referrals', state], ...get<Referrals>(`${v1}/referrals${qs({ state })}`) });
export const followersQuery = (id: string) =>
  queryOptions({ queryKey: ['patient', 'followers', id], ...get<Followers>(`${v1}/patients/${id}/followers`) });
/** Asked with a body: a name in an address would be written into logs on the way. */
export const matchesQuery = (who: Pick<NewPatient, 'givenName' | 'familyName' | 'birthDate' | 'email'>) =>
  queryOptions({
    queryKey: ['patient', 'matches', who],
    queryFn: () => request<Matches>(`${v1}/patients/matches`, { method: 'POST', body: who }),
  });

/** The server takes no longer name: a text that was pasted by mistake is cut rather than refused again and again. */
export const LONGEST_SEARCH = 100;
export const patientsQuery = (query: string, after?: string) =>
  queryOptions({
    queryKey: ['patient', 'list', query, after ?? ''],
    placeholderData: keepPreviousData,
    ...get<{ items: PatientSummary[]; next: string | null }>(
      `${v1}/patients${qs({ query: query.slice(0, LONGEST_SEARCH), after })}`,
    ),
  });
export const patientQuery = (id: string) =>
  queryOptions({ queryKey: ['patient', 'one', id], ...get<PatientDetail>(`${v1}/patients/${id}`) });
export const earlierSprintsQuery = (id: string) =>
  queryOptions({
    queryKey: ['patient', 'sprints', id],
    ...get<EarlierSprints>(`${v1}/patients/${id}/sprints/earlier`),
  });
export const treatmentsQuery = (id: string) =>
  queryOptions({ queryKey: ['patient', 'treatments', id], ...get<Treatments>(`${v1}/patients/${id}/treatments`) });
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
/** Files that were brought in, the newest first. While one is being read, how far it is. */
export const uploadsQuery = (id: string) =>
  queryOptions({
    queryKey: ['uploads', id],
    refetchInterval: (query) => (query.state.data?.uploads.some(isUnderWay) ? FOLLOW_MS : false),
    ...get<{ uploads: Upload[] }>(`/ingest/v1/uploads?patient=${id}`),
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
    ...get<PatientNames>(`${v1}/patient-names${qs({ query: query.slice(0, LONGEST_SEARCH) })}`),
  });
export const responsesQuery = (id: string, instrument: Instrument, limit?: number) =>
  queryOptions({
    queryKey: ['trend', id, 'responses', instrument, limit ?? 0],
    ...get<{ items: InstrumentResponse[] }>(`${v1}/patients/${id}/responses${qs({ instrument, limit })}`),
  });

export const alertsQuery = (fields: { state?: 'open' | 'resolved'; whose?: Whose; patientId?: string }) =>
  queryOptions({ queryKey: ['alert', 'list', fields], ...get<AlertList>(`${v1}/alerts${qs(fields)}`) });
export const weeklyReviewQuery = (fields: { week?: string; team?: string; discipline?: string }) =>
  queryOptions({
    queryKey: ['alert', 'weekly-review', fields],
    placeholderData: keepPreviousData,
    ...get<WeeklyReview>(`${v1}/weekly-review${qs(fields)}`),
  });
export const economicsQuery = (days: number) =>
  queryOptions({
    queryKey: ['alert-economics', days],
    placeholderData: keepPreviousData,
    ...get<AlertEconomics>(`${v1}/alert-economics${qs({ days })}`),
  });
export const economicsExportAddress = (days: number): string => `${v1}/alert-economics/export${qs({ days })}`;
/** What stands in the way of an alert and is not shown to the team, each with its reason. */
export const suppressedQuery = queryOptions({
  queryKey: ['alert', 'suppressed'],
  ...get<{ items: AlertSuppression[] }>(`${v1}/alerts/suppressed`),
});
export const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  staleTime: 60_000,
  ...get<{ items: SavedView[] }>(`${v1}/saved-views`),
});
/** What the patient and their followers were told of an alert, and when. */
export const toldQuery = (id: string) =>
  queryOptions({ queryKey: ['alert', 'one', id, 'told'], ...get<ToldList>(`${v1}/alerts/${id}/told`) });
/** What was noticed, for the patient and whoever follows. A telling rings as news of the patient's trends. */
export const noticedQuery = (id: string) =>
  queryOptions({ queryKey: ['trend', id, 'noticed'], ...get<NoticeList>(`${v1}/notices${qs({ patientId: id })}`) });
export const toldSettingsQuery = queryOptions({
  queryKey: ['account', 'told'],
  ...get<ToldSettings>(`${v1}/account/told`),
});
export const alertQuery = (id: string) =>
  queryOptions({ queryKey: ['alert', 'one', id], ...get<AlertDetail>(`${v1}/alerts/${id}`) });

export const visitsQuery = (fields: { from?: string; to?: string; patientId?: string; state?: string }) =>
  queryOptions({ queryKey: ['visit', 'list', fields], ...get<{ items: Visit[] }>(`${v1}/visits${qs(fields)}`) });
export const visitQuery = (id: string) =>
  queryOptions({ queryKey: ['visit', 'one', id], ...get<Visit>(`${v1}/visits/${id}`) });
export const visitNoteQuery = (id: string) =>
  queryOptions({ queryKey: ['visit', 'note', id], ...get<VisitNote>(`${v1}/visits/${id}/note`) });
/** The notes of a patient's visits, the latest first, page after page. News of a visit may be a note that was begun. */
export const patientNotesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['visit', 'list', 'notes', id],
    queryFn: ({ signal, pageParam }) =>
      request<PatientNotes>(`${v1}/patients/${id}/notes${qs({ after: pageParam })}`, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
  });

export const accessLogQuery = (id: string, through?: Day) =>
  queryOptions({
    queryKey: ['access-log', id, through ?? ''],
    ...get<AccessLogView>(`${v1}/patients/${id}/access-log${qs({ through })}`),
  });
/** While a copy is being made, how far it is. */
export const exportsQuery = (id: string) =>
  queryOptions({
    queryKey: ['exports', id],
    refetchInterval: (query) =>
      query.state.data?.items.some(({ state }) => state === 'queued' || state === 'running') ? FOLLOW_MS : false,
    ...get<{ items: ExportView[] }>(`${v1}/patients/${id}/exports`),
  });
/** Without a patient: of everybody within reach. */
export const correctionsQuery = (id?: string) =>
  queryOptions({
    queryKey: ['corrections', id ?? ''],
    ...get<{ items: CorrectionView[] }>(id ? `${v1}/patients/${id}/corrections` : `${v1}/corrections`),
  });
/** How many wait for an answer; nobody's words are read by asking. */
export const openCorrectionsQuery = queryOptions({
  queryKey: ['corrections', 'open'],
  ...get<{ open: number }>(`${v1}/corrections/open`),
});
export const erasureQuery = (id: string) =>
  queryOptions({ queryKey: ['erasure', id], ...get<ErasurePreview>(`${v1}/patients/${id}/erasure`) });
export const erasuresQuery = queryOptions({
  queryKey: ['erasures'],
  ...get<{ items: ErasureRow[] }>(`${v1}/erasures`),
});
export const retentionQuery = queryOptions({
  queryKey: ['retention'],
  ...get<RetentionView>(`${v1}/clinic/retention`),
});
export interface AuditFilter {
  actor?: string;
  patientId?: string;
  act?: string;
  outcome?: string;
  from?: Instant;
  to?: Instant;
  machines?: 'with';
}
export const auditQuery = (filter: AuditFilter, after?: string) =>
  queryOptions({
    queryKey: ['audit', filter, after ?? ''],
    placeholderData: keepPreviousData,
    ...get<AuditPage>(`${v1}/audit${qs({ ...filter, after })}`),
  });
/** The file has what programs did as well, whatever the list shows: who reads it later does not see the filter. */
export const auditExportAddress = (filter: AuditFilter, format: 'csv' | 'ndjson'): string =>
  `${v1}/audit/export${qs({ ...filter, machines: 'with', format })}`;

/** @param id - empty: nobody is asked about (a caregiver with whom nothing is shared); the address without an id would answer with a list */
export const usePatient = (id: string) => useQuery({ ...patientQuery(id), enabled: id !== '' });
export const useSeries = (id: string, from?: Day, to?: Day) =>
  useQuery({ ...seriesQuery(id, from, to), enabled: id !== '' });
