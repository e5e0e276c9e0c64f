import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router';
import { Failed, Loading } from '../ui/index.js';
import { type FilterSearch, readSearch } from '../clinician/worklist/filters.js';
import { readReviewSearch } from '../clinician/review/review-search.js';
import { type Place, type Proposal, readPlace, readProposal } from '../admin/rules/rule-draft.js';
import { byRole } from './by-role.js';
import { NotFound, NotFoundAnywhere } from './not-found.js';
import { SignedIn } from './signed-in.js';

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundAnywhere });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { next?: string; error?: string } => ({
    ...(typeof search.next === 'string' ? { next: search.next } : {}),
    ...(typeof search.error === 'string' ? { error: search.error } : {}),
  }),
  component: lazyRouteComponent(() => import('../account/index.js'), 'SignInPage'),
});
const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$token',
  component: lazyRouteComponent(() => import('../account/index.js'), 'InvitePage'),
});

const account = () => import('../account/index.js');
const openRoute = <
  const Path extends string,
  const Page extends 'ForgotPage' | 'ResetPage' | 'VerifyPage' | 'OutboxPage',
>(
  path: Path,
  page: Page,
) => createRoute({ getParentRoute: () => rootRoute, path, component: lazyRouteComponent(account, page) });
const openRoutes = [
  openRoute('/forgot', 'ForgotPage'),
  openRoute('/reset', 'ResetPage'),
  openRoute('/verify', 'VerifyPage'),
  openRoute('/outbox', 'OutboxPage'),
] as const;

const consentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/authorize/$uid',
  component: lazyRouteComponent(account, 'ConsentPage'),
});

const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'in', component: SignedIn });
const clinician = () => import('../clinician/index.js');
const patient = () => import('../patient/index.js');
const visit = () => import('../visit/index.js');
const admin = () => import('../admin/index.js');
const Worklist = lazyRouteComponent(clinician, 'WorklistPage');
const PatientHome = lazyRouteComponent(patient, 'PatientHome');
const Budget = lazyRouteComponent(admin, 'BudgetPage');
const Economics = lazyRouteComponent(admin, 'EconomicsPage');
const Rules = lazyRouteComponent(admin, 'RulesPage');
const Rule = lazyRouteComponent(admin, 'RulePage');
const Audit = lazyRouteComponent(admin, 'AuditPage');
const Requests = lazyRouteComponent(admin, 'RequestsPage');
const Apps = lazyRouteComponent(admin, 'AppsPage');
const Team = lazyRouteComponent(admin, 'TeamPage');
const Rota = lazyRouteComponent(admin, 'RotaPage');
const Records = lazyRouteComponent(admin, 'RecordsPage');
const VisitsPage = lazyRouteComponent(visit, 'VisitsPage');
const PatientVisits = lazyRouteComponent(patient, 'PatientVisits');

const routes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/',
    validateSearch: (search): FilterSearch & { alert?: string } => ({
      ...readSearch(search),
      ...(typeof search.alert === 'string' ? { alert: search.alert } : {}),
    }),
    component: byRole({
      clinic: Worklist,
      patient: PatientHome,
      admin: () => <Navigate to="/team" replace />,
      auditor: () => <Navigate to="/audit" replace />,
    }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/patients',
    component: byRole({ clinic: lazyRouteComponent(clinician, 'PatientsPage') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/patients/$patientId',
    // With the table of all days open.
    validateSearch: (search): { days?: true } => (search.days === true ? { days: true } : {}),
    component: byRole({ clinic: lazyRouteComponent(clinician, 'PatientPage') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/visits',
    component: byRole({ clinic: VisitsPage, patient: PatientVisits }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/visits/$visitId',
    component: lazyRouteComponent(visit, 'VisitPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/numbers',
    component: byRole({ patient: lazyRouteComponent(patient, 'PatientNumbers') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/team',
    component: byRole({ clinic: Team, admin: Team, auditor: Team }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/my-data',
    component: byRole({ patient: lazyRouteComponent(patient, 'MyData'), caregiver: NotFound }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/audit',
    validateSearch: (search): { patient?: string } =>
      typeof search.patient === 'string' ? { patient: search.patient } : {},
    component: byRole({ clinic: Audit, admin: Audit, auditor: Audit }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/requests',
    component: byRole({ clinic: Requests, admin: Requests }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/apps',
    component: byRole({ admin: Apps }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/account',
    component: lazyRouteComponent(account, 'AccountPage'),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/budget',
    component: byRole({ clinic: Budget, admin: Budget }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/review',
    validateSearch: readReviewSearch,
    component: byRole({ clinic: lazyRouteComponent(clinician, 'ReviewPage') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/economics',
    component: byRole({ clinic: Economics, admin: Economics }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/rules',
    validateSearch: (search): Place => readPlace(search),
    component: byRole({ clinic: Rules, admin: Rules }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/rules/$kind',
    validateSearch: (search): Place & Proposal => ({ ...readPlace(search), ...readProposal(search) }),
    component: byRole({ clinic: Rule, admin: Rule }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/clinic',
    component: byRole({ admin: lazyRouteComponent(admin, 'ClinicPage') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/rota',
    component: byRole({ clinic: Rota, admin: Rota }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/records',
    component: byRole({ clinic: Records, admin: Records }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/referrals',
    component: byRole({ clinic: lazyRouteComponent(clinician, 'ReferralsPage') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/people',
    component: byRole({ patient: lazyRouteComponent(patient, 'PeoplePage') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/consents',
    component: byRole({ patient: lazyRouteComponent(patient, 'PatientConsents') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/consent-texts',
    component: byRole({ admin: lazyRouteComponent(admin, 'ConsentTextsPage') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/break-glass',
    component: byRole({ clinic: lazyRouteComponent(clinician, 'BreakGlassPage') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/reviews',
    component: byRole({ admin: lazyRouteComponent(admin, 'ReviewsPage') }),
  }),
] as const;

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signInRoute,
    inviteRoute,
    consentRoute,
    ...openRoutes,
    shellRoute.addChildren([...routes]),
  ]),
  defaultPreload: 'intent',
  defaultPendingMs: 400,
  defaultPendingComponent: () => <Loading />,
  defaultErrorComponent: ({ error, reset }) => <Failed part="This page" error={error} retry={reset} />,
  scrollRestoration: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
