import { type ReactNode, useState } from 'react';
import { typedNumberWords, readNumber, valueOf } from '../words/index.js';
import { TextField } from './controls.js';

interface Props {
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
  /** null: nothing is typed; NaN: what is typed cannot be taken, and the field says so. */
  value: number | null;
  onChange: (value: number | null) => void;
  error?: string | null;
}

/** A number as people write it: with thousands grouped, with a comma or a point. One reading for all forms. */
export function NumberField({ value, onChange, error, ...rest }: Props) {
  const [text, setText] = useState('');
  // What somebody else has put here since, a reset say, is shown instead of what was typed.
  const isMine = Object.is(valueOf(readNumber(text)), value);
  const shown = isMine ? text : value === null || Number.isNaN(value) ? '' : String(value);
  return (
    <TextField
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      value={shown}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(valueOf(readNumber(event.currentTarget.value)));
      }}
      error={typedNumberWords(shown) ?? error ?? null}
    />
  );
}
