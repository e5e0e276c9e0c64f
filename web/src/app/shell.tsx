import { Menu } from '@mantine/core';
import { IconKeyboard, IconLogout, IconMoon, IconSun, IconUser } from '@tabler/icons-react';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { useCutOff } from '../live/cut-off.js';
import { WakeSound } from '../notify/wake-sound.js';
import { clock, PROFESSION_WORDS, ROLE_WORDS } from '../words/index.js';
import { Avatar, Logo, OfflineBar } from '../ui/index.js';
import { GlassBanner } from './glass-banner.js';
import { useFocusOnNavigation } from './focus.js';
import { openKeys } from './keys.js';
import { KeysDialog } from './keys-dialog.js';
import { hasWorklist, morePlacesOf } from './navigation.js';
import { PatientSheet } from './patient-sheet.js';
import { Places } from './places.js';
import { PlacesOfActing } from './places-of-acting.js';
import { RequestsRail } from './requests-waiting.js';
import { SavedViewsRail } from './saved-views.js';
import { Search } from './search.js';
import { isPatientSide, useSession, useSignOut } from './session.js';
import { useTheme } from './theme.js';

/** The frame around every signed-in page: rail or tabs, and one sheet. Patients get larger type and their own tabs. */
export function Shell() {
  const session = useSession();
  const patient = isPatientSide(session);
  useFocusOnNavigation();
  useEffect(() => {
    document.body.classList.toggle('pt', patient);
    return () => document.body.classList.remove('pt');
  }, [patient]);
  return (
    <>
      <a className="skip" href="#main">
        Skip to content
      </a>
      {patient ? <PatientFrame /> : <ClinicFrame />}
    </>
  );
}

function Offline(): ReactNode {
  const cutOff = useCutOff();
  const { clinic } = useSession();
  return cutOff && <OfflineBar since={clock(cutOff.since, clinic.timeZone)} network={cutOff.network} />;
}

function ClinicFrame() {
  const session = useSession();
  return (
    <div className="app">
      <nav className="rail" aria-label="Main">
        <div className="brand">
          <Logo />
          Stepwell
        </div>
        <Places of={session.role} />
        {hasWorklist(session.role) && <RequestsRail />}
        {hasWorklist(session.role) && <SavedViewsRail />}
        <div className="grow" />
        <button type="button" className="n" onClick={openKeys}>
          <IconKeyboard className="i" aria-hidden="true" />
          Keys
          <span className="c" aria-hidden="true">
            ?
          </span>
        </button>
        <PersonMenu />
        <div className="small faint clinicname">
          {session.clinic.name}
          {session.clinic.demo && !/demo/i.test(session.clinic.name) && ' (demo)'}
        </div>
      </nav>
      <main className="sheet" id="main" tabIndex={-1}>
        <Offline />
        <GlassBanner />
        <Outlet />
      </main>
      <nav className="tabs" aria-label="Main, phone">
        <Places of={session.role} large />
        <PersonMenu tab />
      </nav>
      <KeysDialog />
      {hasWorklist(session.role) && <WakeSound />}
      <Search />
    </div>
  );
}

function PatientFrame() {
  const { role } = useSession();
  return (
    <PatientSheet of={role} menu={<PersonMenu />}>
      <Offline />
      <Outlet />
    </PatientSheet>
  );
}

/** Account, colours and the way out. On a phone it is the last tab. */
function PersonMenu({ tab = false }: { tab?: boolean }) {
  const session = useSession();
  const { person, role, profession } = session;
  const patientSide = isPatientSide(session);
  const { theme, toggle } = useTheme();
  const signOut = useSignOut();
  const navigate = useNavigate();
  return (
    <Menu
      position={tab ? 'top-end' : patientSide ? 'bottom-end' : 'top-start'}
      withinPortal={false}
      withInitialFocusPlaceholder={false}
      transitionProps={{ duration: 0 }}
      width={220}
    >
      <Menu.Target>
        {tab ? (
          <button type="button" className="n">
            <IconUser className="i l" aria-hidden="true" />
            Account
          </button>
        ) : (
          <button type="button" className="person">
            <Avatar name={person.name} />
            <span className="grow ell small">
              {person.name}
              <span className="sr">, account</span>
            </span>
          </button>
        )}
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{profession ? PROFESSION_WORDS[profession] : ROLE_WORDS[role]}</Menu.Label>
        <PlacesOfActing session={session} />
        {morePlacesOf(role).map(({ to, label, icon: Icon }) => (
          <Menu.Item key={to} leftSection={<Icon className="i" aria-hidden />} onClick={() => void navigate({ to })}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={
            theme === 'dark' ? <IconSun className="i" aria-hidden /> : <IconMoon className="i" aria-hidden />
          }
          onClick={toggle}
        >
          {theme === 'dark' ? 'Light colours' : 'Dark colours'}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout className="i" aria-hidden />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
