import {
  IconAdjustments,
  IconApps,
  IconShieldLock,
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
  to: '/' | '/patients' | '/visits' | '/team' | '/budget' | '/numbers' | '/account' | '/apps';
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
const PATIENT: Place[] = [
  { to: '/', label: 'Today', icon: IconHome, exact: true },
  { to: '/numbers', label: 'Numbers', icon: IconChartLine },
  { to: '/visits', label: 'Visits', icon: IconVideo },
];

/** Where a role can go, its home first. */
export function placesOf(role: Role): readonly Place[] {
  if (role === 'patient' || role === 'caregiver') return PATIENT;
  if (role === 'admin') return [TEAM, APPS, BUDGET];
  if (role === 'coordinator') return [WORKLIST, PATIENTS, VISITS, TEAM];
  return [WORKLIST, PATIENTS, VISITS];
}

/** Where a role looks now and then: in the account menu and the search, not in the way every day. */
export const morePlacesOf = (role: Role): readonly Place[] =>
  role === 'clinician' || role === 'coordinator' ? [BUDGET, ACCOUNT] : [ACCOUNT];
