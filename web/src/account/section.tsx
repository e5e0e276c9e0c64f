import { useId, type ReactNode } from 'react';
import { Message } from '../ui/index.js';

/** What an act on the account came to. */
export type Told = { ok: boolean; words: string } | null;

/** One thing about the account: its name, how it stands, what can be done, and what came of it. */
export function Section(props: { title: string; state?: ReactNode; why?: string; told: Told; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="row">
        <h2 id={id}>{props.title}</h2>
        {props.state && <span className="small dim">{props.state}</span>}
      </div>
      {props.why && <p className="dim">{props.why}</p>}
      {props.told && <Message ok={props.told.ok}>{props.told.words}</Message>}
      {props.children}
    </section>
  );
}
