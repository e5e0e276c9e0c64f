import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Navigate,
  Outlet,
} from '@tanstack/react-router';
import { Failed, Loading } from '../ui/index.js';
import { byRole } from './by-role.js';
import { NotFoundAnywhere } from './not-found.js';
import { SignedIn } from './signed-in.js';

const rootRoute = createRootRoute({ component: Outlet, notFoundComponent: NotFoundAnywhere });

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => (typeof search.next === 'string' ? { next: search.next } : {}),
  component: lazyRouteComponent(() => import('../account/index.js'), 'SignInPage'),
});
const inviteRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invite/$token',
  component: lazyRouteComponent(() => import('../account/index.js'), 'InvitePage'),
});

const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'in', component: SignedIn });
const clinician = () => import('../clinician/index.js');
const patient = () => import('../patient/index.js');
const visit = () => import('../visit/index.js');
const admin = () => import('../admin/index.js');
const Worklist = lazyRouteComponent(clinician, 'WorklistPage');
const PatientHome = lazyRouteComponent(patient, 'PatientHome');
const Budget = lazyRouteComponent(admin, 'BudgetPage');
const Team = lazyRouteComponent(admin, 'TeamPage');
const VisitsPage = lazyRouteComponent(visit, 'VisitsPage');
const PatientVisits = lazyRouteComponent(patient, 'PatientVisits');

const routes = [
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/',
    component: byRole({ clinic: Worklist, patient: PatientHome, admin: () => <Navigate to="/team" replace /> }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/patients',
    component: byRole({ clinic: lazyRouteComponent(clinician, 'PatientsPage') }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/patients/$patientId',
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
    component: byRole({ clinic: Team, admin: Team }),
  }),
  createRoute({
    getParentRoute: () => shellRoute,
    path: '/budget',
    component: byRole({ clinic: Budget, admin: Budget }),
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
  routeTree: rootRoute.addChildren([signInRoute, inviteRoute, shellRoute.addChildren([...routes])]),
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
