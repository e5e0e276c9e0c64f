import type { AlertEconomics, AlertFigures } from '../../api/types.js';
import { KIND_WORDS, number, OUTCOME_WORDS, REASON_WORDS, sayOnPage } from '../../words/index.js';
import { timeWords } from './time-words.js';

type Kind = AlertEconomics['kinds'][number];
const COLUMNS = ['kind', 'fired', 'acted', 'time', 'rate', 'open', 'snoozed', 'held', 'outcomes'] as const;

/** A row per kind that fired or was held back, and below it one per domain and rule where there are several. */
export function EconomicsTable({ economics }: { economics: AlertEconomics }) {
  const rows = economics.kinds.filter((kind) => kind.fired > 0 || heldBack(kind).length > 0);
  return (
    <section aria-labelledby="economics-table">
      <h2 id="economics-table">{sayOnPage('economics.table')}</h2>
      <div className="economics-scroll" tabIndex={0} role="group" aria-labelledby="economics-table">
        <table>
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {sayOnPage(`economics.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.flatMap((kind) => [
              <tr key={kind.kind}>
                <th scope="row">
                  {KIND_WORDS[kind.kind]} {!kind.isOn && <span className="dim">({sayOnPage('economics.off')})</span>}
                </th>
                <Figures of={kind} held={heldBack(kind).join(', ')} />
              </tr>,
              ...kind.rules.map((rule) => (
                <tr key={`${kind.kind}/${rule.domain}/${rule.from}/${rule.programme}/${rule.version}`} className="dim">
                  <th scope="row" className="part">
                    {sayOnPage('economics.rule', {
                      domain: rule.domain,
                      from: rule.from,
                      programme: rule.programme ?? '',
                      version: rule.version ?? 0,
                    })}
                  </th>
                  <Figures of={rule} held="" />
                </tr>
              )),
            ])}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Figures({ of, held }: { of: AlertFigures; held: string }) {
  const { fired, actedOn, precision, minutesToAnswer, perPatientDay, open, snoozed } = of;
  return (
    <>
      <td>{fired}</td>
      <td>
        {precision === null
          ? actedOn
          : sayOnPage('economics.share', { count: actedOn, share: `${Math.round(100 * precision)} %` })}
      </td>
      <td>
        {minutesToAnswer.p50 === null
          ? '–'
          : `${timeWords(minutesToAnswer.p50)}, ${timeWords(minutesToAnswer.p90 ?? 0)}`}
      </td>
      <td>{perPatientDay === null ? '–' : number(perPatientDay, 4)}</td>
      <td>{open}</td>
      <td>{snoozed}</td>
      <td>{held || '–'}</td>
      <td>{outcomes(of) || '–'}</td>
    </>
  );
}

const heldBack = ({ heldBack: counts }: Kind): string[] =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) =>
      sayOnPage('economics.heldOne', { count, reason: REASON_WORDS[reason as keyof typeof REASON_WORDS] }),
    );

const outcomes = ({ outcomes: counts }: AlertFigures): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => {
      const known =
        outcome === 'cleared' ? sayOnPage('economics.cleared') : OUTCOME_WORDS[outcome as keyof typeof OUTCOME_WORDS];
      return `${count} ${known.charAt(0).toLowerCase()}${known.slice(1)}`;
    })
    .join(', ');
