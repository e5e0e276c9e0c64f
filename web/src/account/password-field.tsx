import { TextField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

export const SHORTEST = 10;

/**
 * A password that is chosen now; a manager may propose one.
 *
 * @param asked - the form was pressed: nothing typed is too short as well
 */
export function NewPasswordField(props: { value: string; asked: boolean; onChange: (value: string) => void }) {
  const { value, asked, onChange } = props;
  const missing = SHORTEST - value.length;
  return (
    <TextField
      label={sayOnPage('account.newPassword')}
      type="password"
      name="new-password"
      autoComplete="new-password"
      value={value}
      hint={sayOnPage('account.passwordHint', { shortest: SHORTEST })}
      error={(asked || value !== '') && missing > 0 ? sayOnPage('account.passwordMissing', { missing }) : null}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
