import type { ReactNode } from 'react';
import { useTitle } from '../app/page.js';
import { Logo } from '../ui/index.js';
import './account.css';

/** One sheet in the middle of the stone: what is there before anyone is known. */
export function AccountFrame({ title, children }: { title: string; children: ReactNode }) {
  useTitle(title);
  return (
    <main className="account" id="main" tabIndex={-1}>
      <div className="account-sheet">
        <div className="brand">
          <Logo size={26} />
          Stepwell
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  );
}
