import type { AlertEconomics } from '../../api/types.js';
import { LinkButton } from '../../ui/index.js';
import { chosen, KIND_WORDS, sayOnPage } from '../../words/index.js';
import { ruleAddress } from './rule-address.js';

/** Kinds that are acted on too rarely, each with what could be tried. Nothing changes by itself. */
export function Proposals({ proposals }: Pick<AlertEconomics, 'proposals'>) {
  return (
    <section aria-labelledby="economics-proposals">
      <h2 id="economics-proposals">{sayOnPage('economics.proposals')}</h2>
      {proposals.length === 0 && <p className="dim">{sayOnPage('economics.none')}</p>}
      <ul>
        {proposals.map(({ kind, why, fired, actedOn, because, change }) => {
          const [what, value] = Object.entries(change ?? {})[0] ?? ['budget', 0];
          return (
            <li key={kind} className="thing">
              <div>
                <b>{KIND_WORDS[kind]}</b>
                <p>{sayOnPage('economics.proposal', { acted: actedOn, fired, because, why: chosen(why) })}</p>
                <p className="dim">{sayOnPage('economics.change', { what, value })}</p>
              </div>
              {change ? (
                <a className="btn" href={ruleAddress(kind, change)}>
                  {sayOnPage(change.discipline ? 'economics.openRule' : 'economics.tryRule')}
                </a>
              ) : (
                <LinkButton to="/budget">{sayOnPage('economics.toBudget')}</LinkButton>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
