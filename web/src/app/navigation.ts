import {
  IconAdjustments,
  IconArrowsExchange,
  IconBuilding,
  IconChartLine,
  IconHome,
  IconInbox,
  IconMailForward,
  IconPhoneCall,
  IconUsers,
  IconUsersGroup,
  IconVideo,
} from '@tabler/icons-react';
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
    | '/budget'
    | '/numbers'
    | '/people';
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
const CLINIC: Place = { to: '/clinic', label: 'Clinic', icon: IconBuilding };
const ROTA: Place = { to: '/rota', label: 'On call', icon: IconPhoneCall };
const RECORDS: Place = { to: '/records', label: 'Records', icon: IconArrowsExchange };
const REFERRALS: Place = { to: '/referrals', label: 'Referrals', icon: IconMailForward };
const PATIENT: Place[] = [
  { to: '/', label: 'Today', icon: IconHome, exact: true },
  { to: '/numbers', label: 'Numbers', icon: IconChartLine },
  { to: '/visits', label: 'Visits', icon: IconVideo },
  { to: '/people', label: 'People', icon: IconUsersGroup },
];

/** Where a role can go, its home first. */
export function placesOf(role: Role): readonly Place[] {
  if (role === 'patient' || role === 'caregiver') return PATIENT;
  if (role === 'admin') return [TEAM, CLINIC, ROTA, RECORDS];
  if (role === 'coordinator') return [WORKLIST, PATIENTS, REFERRALS, VISITS, TEAM];
  return [WORKLIST, PATIENTS, REFERRALS, VISITS];
}

/** Where a role looks now and then: in the account menu and the search, not in the way every day. */
export const morePlacesOf = (role: Role): readonly Place[] =>
  role === 'clinician'
    ? [ROTA, BUDGET]
    : role === 'coordinator'
      ? [ROTA, RECORDS, BUDGET]
      : role === 'admin'
        ? [BUDGET]
        : [];
