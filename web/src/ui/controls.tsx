import { Link, type LinkProps } from '@tanstack/react-router';
import {
  useId,
  type ButtonHTMLAttributes,
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
} from 'react';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import { sayOnPage } from '../words/index.js';
import { takeLostFocus } from './focus-return.js';

export type ButtonKind = 'plain' | 'primary' | 'quiet' | 'stop';
const KIND_CLASS: Record<ButtonKind, string> = { plain: '', primary: ' p', quiet: ' q', stop: ' stop' };

interface Look {
  kind?: ButtonKind;
  small?: boolean;
  icon?: ReactNode;
  /** The single key that does the same, shown as a cap. */
  hotkey?: string;
}
const look = ({ kind = 'plain', small = false }: Look, className = '') =>
  `btn${KIND_CLASS[kind]}${small ? ' s' : ''}${className ? ` ${className}` : ''}`;

/** A busy button keeps focus and its width; it only stops answering. */
export function Button(props: Look & { busy?: boolean } & ButtonHTMLAttributes<HTMLButtonElement>) {
  const { kind, small, icon, hotkey, busy = false, className, children, onClick, ...rest } = props;
  return (
    <button
      type="button"
      className={look({ kind, small }, className)}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      {...rest}
    >
      {icon}
      {children}
      {hotkey && <kbd aria-hidden="true">{hotkey}</kbd>}
    </button>
  );
}

/** A link that looks like a button, for going somewhere. */
export function LinkButton(props: Look & LinkProps & { children: ReactNode; className?: string }) {
  const { kind, small, icon, hotkey, className, children, ...rest } = props;
  return (
    <Link className={look({ kind, small }, className)} {...rest}>
      {icon}
      {children}
      {hotkey && <kbd aria-hidden="true">{hotkey}</kbd>}
    </Link>
  );
}

export function Segmented<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; label: string; count?: number | undefined }[];
  onChange: (value: T) => void;
}) {
  return (
    <div className="seg" role="group" aria-label={props.label}>
      {props.options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.label}
          {option.count !== undefined && <span className="seg-count">{option.count}</span>}
        </button>
      ))}
    </div>
  );
}

interface FieldLook {
  label: string;
  hint?: ReactNode;
  error?: string | null;
}
interface Limits {
  maxLength?: number | undefined;
  value?: unknown;
}
/** A name that is too long shows itself; a text that is cut off does not. From here on it is said how much fits. */
const LONG_TEXT = 200;
/** How many characters still fit, once it gets narrow; null: enough. */
function roomLeft({ maxLength, value }: Limits): number | null {
  if (maxLength === undefined || maxLength < LONG_TEXT || typeof value !== 'string') return null;
  const left = Math.max(0, maxLength - value.length);
  return left <= maxLength / 10 ? left : null;
}
function Room({ id, left, max }: { id: string; left: number; max: number }) {
  return (
    <div className="hint" id={`${id}-room`} role={left === 0 ? 'alert' : undefined}>
      {sayOnPage('field.room', { left, max })}
    </div>
  );
}

/**
 * What is wrong with a field, or with a choice of several, beside it.
 *
 * @param alert - it is read out: nothing that is wrong can take the focus
 */
export function FieldError({ id, alert = false, children }: { id: string; alert?: boolean; children: ReactNode }) {
  return (
    <div className="err" id={id} role={alert ? 'alert' : undefined}>
      <IconAlertCircle className="i" aria-hidden="true" />
      {children}
    </div>
  );
}

function Field(props: FieldLook & Limits & { id: string; children: ReactNode }) {
  const left = roomLeft(props);
  return (
    <div className="field">
      <label htmlFor={props.id}>{props.label}</label>
      {props.children}
      {props.hint && (
        <div className="hint" id={`${props.id}-hint`}>
          {props.hint}
        </div>
      )}
      {left !== null && <Room id={props.id} left={left} max={props.maxLength ?? 0} />}
      {props.error && <FieldError id={`${props.id}-err`}>{props.error}</FieldError>}
    </div>
  );
}
const described = (id: string, { hint, error, ...limits }: FieldLook & Limits) => ({
  id,
  'aria-invalid': error ? true : undefined,
  'aria-describedby':
    [hint && `${id}-hint`, roomLeft(limits) !== null && `${id}-room`, error && `${id}-err`].filter(Boolean).join(' ') ||
    undefined,
});

export function TextField(props: FieldLook & InputHTMLAttributes<HTMLInputElement>) {
  const { label, hint, error, ...rest } = props;
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error} maxLength={rest.maxLength} value={rest.value}>
      <input className="in" {...described(id, props)} {...rest} />
    </Field>
  );
}
export function TextArea(props: FieldLook & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { label, hint, error, ...rest } = props;
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error} maxLength={rest.maxLength} value={rest.value}>
      <textarea className="in" {...described(id, props)} {...rest} />
    </Field>
  );
}
export function SelectField(props: FieldLook & SelectHTMLAttributes<HTMLSelectElement>) {
  const { label, hint, error, children, ...rest } = props;
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select className="in" {...described(id, props)} {...rest}>
        {children}
      </select>
    </Field>
  );
}
export function Checkbox(props: { children: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  const { children, ...rest } = props;
  return (
    <label className="check">
      <input type="checkbox" {...rest} />
      <span>{children}</span>
    </label>
  );
}

/**
 * What went wrong or right, said where it happened.
 *
 * @param inPlace - it has come in the place of what was pressed, and the focus goes on here
 */
export function Message(props: { ok?: boolean; inPlace?: boolean; children: ReactNode }) {
  const { ok = false, inPlace = false, children } = props;
  const Icon = ok ? IconCircleCheck : IconAlertCircle;
  return (
    <div
      className={ok ? 'msg ok' : 'msg'}
      role={ok ? 'status' : 'alert'}
      {...(inPlace && { ref: takeLostFocus, tabIndex: -1 })}
    >
      <Icon className="i" aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
