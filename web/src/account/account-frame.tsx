import type { ReactNode } from 'react';
import { useTitle } from '../app/page.js';
import { Logo } from '../ui/index.js';
import './account.css';

/** One sheet in the middle of the stone: what is there before anyone is known. */
export function AccountFrame(props: { title: string; children: ReactNode; wide?: boolean }) {
  useTitle(props.title);
  return (
    <main className="account" id="main" tabIndex={-1}>
      <div className={props.wide ? 'account-sheet wide' : 'account-sheet'}>
        <div className="brand">
          <Logo size={26} />
          Stepwell
        </div>
        <h1>{props.title}</h1>
        {props.children}
      </div>
    </main>
  );
}
