import { useQuery } from '@tanstack/react-query';
import { membersQuery, teamsQuery } from '../../api/queries.js';
import type { Uuid } from '../../api/types.js';
import { Button, Checkbox, SelectField } from '../../ui/index.js';
import { PROFESSION_WORDS, sayOnPage } from '../../words/index.js';

interface Props {
  careTeam: readonly Uuid[];
  contact: Uuid;
  onChange: (change: { careTeam?: readonly Uuid[]; contact?: Uuid }) => void;
}

/** Who looks after somebody new, one by one or a team as a whole, and who of them is the contact. */
export function TeamPick({ careTeam, contact, onChange }: Props) {
  const members = useQuery(membersQuery);
  const teams = useQuery(teamsQuery);
  const colleagues = (members.data?.items ?? []).filter(
    (m) => m.active && (m.role === 'clinician' || m.role === 'coordinator'),
  );
  return (
    <>
      <fieldset className="group">
        <legend>{sayOnPage('careTeam.title')}</legend>
        {(teams.data?.items.length ?? 0) > 0 && (
          <div className="row wrap">
            {teams.data?.items.map((one) => (
              <Button
                key={one.id}
                small
                onClick={() =>
                  onChange({ careTeam: [...new Set([...careTeam, ...one.members.map((m) => m.personId)])] })
                }
              >
                {one.name}
              </Button>
            ))}
          </div>
        )}
        <div className="team-pick" role="group" aria-label={sayOnPage('careTeam.colleagues')}>
          {colleagues.map(({ personId, name, profession }) => (
            <Checkbox
              key={personId}
              checked={careTeam.includes(personId)}
              onChange={(event) => {
                const others = careTeam.filter((id) => id !== personId);
                onChange({ careTeam: event.currentTarget.checked ? [...others, personId] : others });
              }}
            >
              {name}
              {profession && <span className="dim small"> {PROFESSION_WORDS[profession].toLowerCase()}</span>}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <SelectField
        label={sayOnPage('careTeam.contact')}
        value={contact}
        onChange={(event) => onChange({ contact: event.currentTarget.value })}
      >
        {colleagues
          .filter(({ personId }) => careTeam.includes(personId))
          .map(({ personId, name }) => (
            <option key={personId} value={personId}>
              {name}
            </option>
          ))}
      </SelectField>
    </>
  );
}
