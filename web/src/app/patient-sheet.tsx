import type { ReactNode } from 'react';
import { Logo } from '../ui/index.js';
import { Places } from './places.js';

/** What stands around every page of the patient's side. @param menu - at the end of the head */
export function PatientSheet({
  of,
  menu,
  children,
}: {
  of: Parameters<typeof Places>[0]['of'];
  menu: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="ptapp">
      <header className="ptop">
        <div className="brand">
          <Logo size={26} />
          Stepwell
        </div>
        <div className="grow" />
        {menu}
      </header>
      <nav className="tabs" aria-label="Main">
        <Places of={of} large />
      </nav>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
