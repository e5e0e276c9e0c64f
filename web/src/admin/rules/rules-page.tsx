import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { rulesQuery } from '../../api/queries.js';
import type { AlertRuleSettings } from '../../api/types.js';
import { PageBar } from '../../app/page.js';
import { useSession } from '../../app/session.js';
import { Failed, Loading } from '../../ui/index.js';
import { KIND_WORDS, sayOnPage, TIER_WORDS } from '../../words/index.js';
import { PlaceField } from './place-field.js';
import { readPlace, scopeOf } from './rule-draft.js';
import './rules.css';

/** Every rule in a line: what is told, how soon, and who says so. */
export function RulesPage() {
  const { clinic, role } = useSession();
  const place = readPlace(useSearch({ strict: false }));
  const navigate = useNavigate();
  const rules = useQuery(rulesQuery(scopeOf(place)));
  return (
    <>
      <PageBar title={sayOnPage('rules.title')} aside={clinic.name} />
      {rules.error && !rules.data && (
        <Failed part={sayOnPage('rules.part')} error={rules.error} retry={() => void rules.refetch()} />
      )}
      {rules.isPending && <Loading rows={8} height={44} />}
      {rules.data && (
        <div className="rules">
          <p className="lead">{sayOnPage('rules.lead')}</p>
          <p>
            {sayOnPage('rules.budget')} <Link to="/budget">{sayOnPage('rules.budgetLink')}</Link>
          </p>
          <PlaceField
            place={place}
            programmes={rules.data.programmes}
            patientsOnly={role === 'clinician'}
            onChange={(next) => void navigate({ to: '/rules', search: next })}
          />
          <ul className="kinds">
            {rules.data.items.map(({ kind, effective, from }) => (
              <li key={kind}>
                <Link to="/rules/$kind" params={{ kind }} search={place}>
                  <b>{KIND_WORDS[kind]}</b>
                </Link>
                <span className="small">{effective.on ? tiersOf(effective) : sayOnPage('rules.off')}</span>
                <span className="small dim">{sayOnPage('rules.from', { from })}</span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** One word where all severities are answered alike. */
function tiersOf({ levels }: AlertRuleSettings): string {
  const [one, two, three] = levels.map(({ tier }) => TIER_WORDS[tier].title) as [string, string, string];
  return one === two && two === three ? one : sayOnPage('rules.levels', { one, two, three });
}
