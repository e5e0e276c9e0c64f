import { useEffect, type ReactNode } from 'react';

/** Names the tab. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Stepwell` : 'Stepwell';
  }, [title]);
}

/** The top bar of a clinic page: one heading, what belongs beside it, and the page's verbs. */
export function PageBar({ title, aside, children }: { title: string; aside?: ReactNode; children?: ReactNode }) {
  useTitle(title);
  return (
    <div className="bar">
      <h1>{title}</h1>
      {aside && <span className="small dim">{aside}</span>}
      <div className="grow" />
      {children}
    </div>
  );
}
