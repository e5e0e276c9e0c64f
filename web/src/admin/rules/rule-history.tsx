import { useQuery } from '@tanstack/react-query';
import { ruleHistoryQuery } from '../../api/queries.js';
import type { AlertKind, AlertRuleVersion, RuleScope } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { Button, Failed } from '../../ui/index.js';
import { dayAndClock, sayOnPage } from '../../words/index.js';
import { isIn } from './rule-draft.js';

/** Who changed what, when and why; an older version can be taken into the form again. */
export function RuleHistory(props: {
  kind: AlertKind;
  scope: RuleScope;
  onPutBack: ((version: AlertRuleVersion) => void) | null;
}) {
  const { kind, scope, onPutBack } = props;
  const zone = useClinicZone();
  const history = useQuery(ruleHistoryQuery(kind, scope));
  const versions = (history.data?.items ?? []).filter((one) => one.domain === null && isIn(one, scope));
  const title = sayOnPage('rules.history');
  return (
    <section aria-labelledby="rule-history">
      <h2 id="rule-history">{title}</h2>
      {history.error && !history.data && (
        <Failed part={title} error={history.error} retry={() => void history.refetch()} />
      )}
      {history.data && versions.length === 0 && <p className="dim">{sayOnPage('rules.unchanged')}</p>}
      <ul className="versions">
        {versions.map((one, i) => (
          <li key={one.version}>
            <span className="dim small nowrap">{dayAndClock(one.changedAt, zone)}</span>{' '}
            {sayOnPage('rules.change', {
              by: one.changedBy.name,
              what: sayOnPage('rules.changeWhat', {
                nothing: one.settings === null,
                on: one.settings?.on ?? false,
                version: one.version,
              }),
              reason: one.reason,
            })}{' '}
            {onPutBack && i > 0 && one.settings && (
              <Button small kind="quiet" onClick={() => onPutBack(one)}>
                {sayOnPage('rules.putBack', { version: one.version })}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
