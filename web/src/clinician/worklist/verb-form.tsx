import { useEffect, useRef, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { useStaysInSight } from './use-stays-in-sight.js';

/** A form in the panel, not in a dialog: the evidence stays in sight. Its first control has the focus; Ctrl Enter sends, Escape leaves. */
export function VerbForm(props: {
  label: string;
  why?: string;
  onSubmit: (event: FormEvent) => void;
  onCancel: () => void;
  children: ReactNode;
}) {
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('button, select, input, textarea')?.focus(), []);
  useStaysInSight(form);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.current?.requestSubmit();
    }
    if (event.key !== 'Escape') return;
    // The page has its own use for it, and would let go of what is selected.
    event.stopPropagation();
    props.onCancel();
  };
  return (
    <form ref={form} className="form verb" onSubmit={props.onSubmit} onKeyDown={onKeyDown} aria-label={props.label}>
      <div>
        <h3>{props.label}</h3>
        {props.why && <p className="small dim">{props.why}</p>}
      </div>
      {props.children}
    </form>
  );
}
