import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { rulesQuery } from '../../api/queries.js';
import { NotFound } from '../../app/not-found.js';
import { PageBar } from '../../app/page.js';
import { useSession } from '../../app/session.js';
import { Failed, Loading } from '../../ui/index.js';
import { KIND_WORDS, sayOnPage } from '../../words/index.js';
import { PlaceField } from './place-field.js';
import { mayChangeRules, readPlace, readProposal, scopeOf, versionIn } from './rule-draft.js';
import { RuleEditor } from './rule-editor.js';
import './rules.css';

/** One rule, in one place. */
export function RulePage() {
  const { role } = useSession();
  const { kind } = useParams({ strict: false });
  const search = useSearch({ strict: false });
  const place = readPlace(search);
  const navigate = useNavigate();
  const scope = scopeOf(place);
  const rules = useQuery(rulesQuery(scope));
  if (rules.error && !rules.data)
    return <Failed part={sayOnPage('rules.part')} error={rules.error} retry={() => void rules.refetch()} />;
  if (!rules.data) return <Loading rows={6} height={44} />;
  const item = rules.data.items.find((one) => one.kind === kind);
  if (!item) return <NotFound />;
  const own = versionIn(rules.data, item.kind, scope);
  const proposal = readProposal(search);
  const isProposed = Object.keys(proposal).length > 0;
  return (
    <>
      <PageBar title={KIND_WORDS[item.kind]} aside={sayOnPage('rules.from', { from: item.from })}>
        <Link to="/rules" search={place}>
          {sayOnPage('rules.back')}
        </Link>
      </PageBar>
      <div className="rules">
        <PlaceField
          place={place}
          programmes={rules.data.programmes}
          patientsOnly={role === 'clinician'}
          onChange={(next) => void navigate({ to: '/rules/$kind', params: { kind: item.kind }, search: next })}
        />
        {place.patient !== '' && (
          <RuleEditor
            key={`${item.kind} ${JSON.stringify(scope)}`}
            kind={item.kind}
            scope={scope}
            holds={item.effective}
            version={own?.version ?? 0}
            saysSomething={Boolean(own?.settings)}
            proposed={isProposed ? { ...item.effective, ...proposal } : null}
            mayChange={mayChangeRules(role, scope)}
          />
        )}
      </div>
    </>
  );
}
