import { instantOfLocal } from '../../../../src/metrics/index.js';
import { fieldError } from '../../api/field-error.js';
import type { FollowerCategory } from '../../api/types.js';
import { Checkbox, TextField } from '../../ui/index.js';
import { addDays, sayOnPage } from '../../words/index.js';

const CATEGORIES = ['trends', 'visits', 'responses', 'notes'] as const satisfies readonly FollowerCategory[];

export interface Grant {
  readonly categories: readonly FollowerCategory[];
  /** A day, or empty: no end. */
  readonly until: string;
}

/**
 * What somebody may see and until when; the end of the day that is chosen.
 *
 * @param voice - who chooses: the patient of their own, or the clinic of a patient's
 */
export function GrantFields(props: {
  grant: Grant;
  error: Error | null;
  onChange: (grant: Grant) => void;
  voice?: 'patient' | 'clinic';
}) {
  const { grant, error, onChange, voice = 'patient' } = props;
  const { categories, until } = grant;
  return (
    <>
      <fieldset className="group">
        <legend>{sayOnPage('people.what')}</legend>
        {CATEGORIES.map((category) => (
          <Checkbox
            key={category}
            checked={categories.includes(category)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              const rest = categories.filter((one) => one !== category);
              onChange({ until, categories: checked ? [...rest, category] : rest });
            }}
          >
            {sayOnPage(`people.${category}`, { voice })}
          </Checkbox>
        ))}
      </fieldset>
      <TextField
        label={sayOnPage('people.until')}
        type="date"
        value={until}
        error={fieldError(error, 'until')}
        onChange={(event) => onChange({ categories, until: event.currentTarget.value })}
      />
    </>
  );
}

/** The last second of that day in the clinic's zone, which is also how it is shown; null: no end. */
export const endOf = (day: string, zone: string): string | null =>
  day === '' ? null : new Date(instantOfLocal(zone, `${addDays(day, 1)}T00:00`).ms - 1000).toISOString();
