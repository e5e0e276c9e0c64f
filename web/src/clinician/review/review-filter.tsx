import { useQuery } from '@tanstack/react-query';
import { teamsQuery } from '../../api/queries.js';
import type { Profession } from '../../api/types.js';
import { SelectField } from '../../ui/index.js';
import { PROFESSION_WORDS, sayOnPage } from '../../words/index.js';
import type { ReviewSearch } from './review-search.js';

/** Whose patients: a team's, a discipline's. Holds at once. */
export function ReviewFilter(props: { search: ReviewSearch; onChange: (search: ReviewSearch) => void }) {
  const { search, onChange } = props;
  const teams = useQuery(teamsQuery);
  const { team, discipline, ...week } = search;
  return (
    <form className="row wrap noprint review-filter" onSubmit={(event) => event.preventDefault()}>
      <SelectField
        label={sayOnPage('weekly.team')}
        value={team ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...week, ...(value ? { team: value } : {}), ...(discipline ? { discipline } : {}) })
        }
      >
        <option value="">{sayOnPage('weekly.all')}</option>
        {teams.data?.items.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={sayOnPage('weekly.discipline')}
        value={discipline ?? ''}
        onChange={({ currentTarget: { value } }) =>
          onChange({ ...week, ...(team ? { team } : {}), ...(value ? { discipline: value as Profession } : {}) })
        }
      >
        <option value="">{sayOnPage('weekly.all')}</option>
        {Object.entries(PROFESSION_WORDS).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </SelectField>
    </form>
  );
}
