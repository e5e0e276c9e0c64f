import {
  IconAdjustments,
  IconApps,
  IconShieldLock,
  IconChecklist,
  IconEye,
  IconFileText,
  IconChartLine,
  IconHome,
  IconInbox,
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
    | '/visits'
    | '/team'
    | '/budget'
    | '/numbers'
    | '/account'
    | '/my-data'
    | '/audit'
    | '/requests'
    | '/apps';
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
const APPS: Place = { to: '/apps', label: sayOnPage('apps.title'), icon: IconApps };
const ACCOUNT: Place = { to: '/account', label: sayOnPage('account.title'), icon: IconShieldLock };
const AUDIT: Place = { to: '/audit', label: 'Audit', icon: IconEye };
const REQUESTS: Place = { to: '/requests', label: 'Requests', icon: IconChecklist };
const LOOKS_ON: Place[] = [
  { to: '/', label: 'Today', icon: IconHome, exact: true },
  { to: '/numbers', label: 'Numbers', icon: IconChartLine },
  { to: '/visits', label: 'Visits', icon: IconVideo },
];

const PATIENT: Place[] = [...LOOKS_ON, { to: '/my-data', label: 'My data', icon: IconFileText }];

/** Where a role can go, its home first. */
export function placesOf(role: Role): readonly Place[] {
  if (role === 'patient') return PATIENT;
  if (role === 'caregiver') return LOOKS_ON;
  if (role === 'admin') return [TEAM, APPS, BUDGET, REQUESTS, AUDIT];
  if (role === 'auditor') return [AUDIT, TEAM];
  if (role === 'coordinator') return [WORKLIST, PATIENTS, VISITS, TEAM];
  return [WORKLIST, PATIENTS, VISITS];
}

/** Where a role looks now and then: in the account menu and the search, not in the way every day. */
export const morePlacesOf = (role: Role): readonly Place[] =>
  role === 'clinician' || role === 'coordinator' ? [REQUESTS, BUDGET, AUDIT, ACCOUNT] : [ACCOUNT];
