import { LAST_GRANT_DAY } from '../../../../src/metrics/index.js';
import { fieldError } from '../../api/field-error.js';
import type { FollowerCategory } from '../../api/types.js';
import { Checkbox, TextField } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import type { GrantDraft } from './use-grant.js';

const CATEGORIES = ['trends', 'visits', 'responses', 'notes'] as const satisfies readonly FollowerCategory[];

/**
 * What somebody may see and until when; the end of the day that is chosen.
 *
 * @param voice - who chooses: the patient of their own, or the clinic of a patient's
 */
export function GrantFields(props: { draft: GrantDraft; error: Error | null; voice?: 'patient' | 'clinic' }) {
  const { draft, error, voice = 'patient' } = props;
  const { categories, until } = draft.grant;
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
              draft.change({ until, categories: checked ? [...rest, category] : rest });
            }}
          >
            {sayOnPage(`people.${category}`, { voice })}
          </Checkbox>
        ))}
      </fieldset>
      <TextField
        label={sayOnPage('people.until')}
        type="date"
        // Browsers then take years of four digits.
        max={LAST_GRANT_DAY}
        value={until}
        error={draft.untilProblem ?? fieldError(error, 'until')}
        onChange={(event) => draft.change({ categories, until: event.currentTarget.value })}
      />
    </>
  );
}
