import {
  IconAdjustments,
  IconApps,
  IconShieldLock,
  IconChecklist,
  IconEye,
  IconFileText,
  IconArrowsExchange,
  IconBuilding,
  IconChartLine,
  IconFileCheck,
  IconGavel,
  IconListCheck,
  IconScale,
  IconHome,
  IconInbox,
  IconMailForward,
  IconPhoneCall,
  IconLockOpen,
  IconRuler2,
  IconUsers,
  IconUsersGroup,
  IconVideo,
} from '@tabler/icons-react';
import { sayOnPage } from '../words/index.js';
import type { Role } from '../api/types.js';

export interface Place {
  to:
    | '/'
    | '/patients'
    | '/referrals'
    | '/visits'
    | '/team'
    | '/clinic'
    | '/rota'
    | '/records'
    | '/rules'
    | '/budget'
    | '/review'
    | '/economics'
    | '/numbers'
    | '/people'
    | '/account'
    | '/my-data'
    | '/audit'
    | '/requests'
    | '/apps'
    | '/consents'
    | '/consent-texts'
    | '/break-glass'
    | '/reviews';
  label: string;
  icon: typeof IconInbox;
  /** Lit only on the very address, not on those below. */
  exact?: boolean;
}
const WORKLIST: Place = { to: '/', label: 'Worklist', icon: IconInbox, exact: true };
const PATIENTS: Place = { to: '/patients', label: 'Patients', icon: IconUsers };
const VISITS: Place = { to: '/visits', label: 'Visits', icon: IconVideo };
const TEAM: Place = { to: '/team', label: 'Team', icon: IconUsersGroup };
const BUDGET: Place = { to: '/budget', label: 'Alarm budget', icon: IconAdjustments };
const REVIEW: Place = { to: '/review', label: sayOnPage('weekly.place'), icon: IconListCheck };
const ECONOMICS: Place = { to: '/economics', label: sayOnPage('economics.title'), icon: IconScale };
const RULES: Place = { to: '/rules', label: sayOnPage('rules.title'), icon: IconRuler2 };
const APPS: Place = { to: '/apps', label: sayOnPage('apps.title'), icon: IconApps };
const ACCOUNT: Place = { to: '/account', label: sayOnPage('account.title'), icon: IconShieldLock };
const AUDIT: Place = { to: '/audit', label: 'Audit', icon: IconEye };
const REQUESTS: Place = { to: '/requests', label: 'Requests', icon: IconChecklist };
const CLINIC: Place = { to: '/clinic', label: 'Clinic', icon: IconBuilding };
const ROTA: Place = { to: '/rota', label: 'On call', icon: IconPhoneCall };
const RECORDS: Place = { to: '/records', label: 'Records', icon: IconArrowsExchange };
const REFERRALS: Place = { to: '/referrals', label: 'Referrals', icon: IconMailForward };
const CONSENTS: Place = { to: '/consents', label: sayOnPage('consent.title'), icon: IconFileCheck };
const TEXTS: Place = { to: '/consent-texts', label: sayOnPage('consentTexts.title'), icon: IconFileCheck };
const GLASS: Place = { to: '/break-glass', label: sayOnPage('glass.title'), icon: IconLockOpen };
const REVIEWS: Place = { to: '/reviews', label: sayOnPage('review.place'), icon: IconGavel };
const LOOKS_ON: Place[] = [
  { to: '/', label: 'Today', icon: IconHome, exact: true },
  { to: '/numbers', label: 'Numbers', icon: IconChartLine },
  { to: '/visits', label: 'Visits', icon: IconVideo },
  { to: '/people', label: 'People', icon: IconUsersGroup },
];

const PATIENT: Place[] = [...LOOKS_ON, { to: '/my-data', label: 'My data', icon: IconFileText }];

/** Whose home is the worklist. */
export const hasWorklist = (role: Role): boolean => role === 'clinician' || role === 'coordinator';

/** Where a role can go, its home first. */
export function placesOf(role: Role): readonly Place[] {
  if (role === 'patient') return PATIENT;
  if (role === 'caregiver') return LOOKS_ON;
  if (role === 'admin') return [TEAM, CLINIC, ROTA, RECORDS, REQUESTS];
  if (role === 'auditor') return [AUDIT, TEAM];
  if (role === 'coordinator') return [WORKLIST, PATIENTS, REVIEW, REFERRALS, VISITS, TEAM];
  return [WORKLIST, PATIENTS, REVIEW, REFERRALS, VISITS];
}

/** Where a role looks now and then: in the account menu and the search, not in the way every day. */
export function morePlacesOf(role: Role): readonly Place[] {
  if (role === 'clinician') return [ROTA, REQUESTS, RULES, BUDGET, ECONOMICS, AUDIT, GLASS, ACCOUNT];
  if (role === 'coordinator') return [ROTA, RECORDS, REQUESTS, RULES, BUDGET, ECONOMICS, AUDIT, ACCOUNT];
  if (role === 'admin') return [REVIEWS, AUDIT, APPS, RULES, BUDGET, ECONOMICS, TEXTS, ACCOUNT];
  return role === 'patient' ? [CONSENTS, ACCOUNT] : [ACCOUNT];
}
