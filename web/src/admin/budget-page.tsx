import { useQuery } from '@tanstack/react-query';
import { detectionQuery } from '../api/queries.js';
import type { DetectionSetting } from '../api/types.js';
import { PageBar } from '../app/page.js';
import { useClinicZone, useSession } from '../app/session.js';
import { Failed, Loading } from '../ui/index.js';
import { budgetShare, dayAndClock, number, sayOnPage, shortDay } from '../words/index.js';
import { BudgetForm } from './budget-form.js';
import './budget.css';

/** How often the detector may be wrong. Administrators choose, the others read. */
export function BudgetPage() {
  const { clinic } = useSession();
  const setting = useQuery(detectionQuery);
  return (
    <>
      <PageBar title={sayOnPage('budget.title')} aside={clinic.name} />
      {setting.error && (
        <Failed part={sayOnPage('budget.part')} error={setting.error} retry={() => void setting.refetch()} />
      )}
      {setting.isPending && <Loading rows={5} height={60} />}
      {setting.data && (
        <div className="budget">
          <p className="lead">{sayOnPage('budget.lead')}</p>
          <BudgetForm setting={setting.data} />
          <Basis setting={setting.data} />
          <History setting={setting.data} />
        </div>
      )}
    </>
  );
}

/** What the figures above rest on. */
function Basis({ setting: { calibration, lookBack } }: { setting: DetectionSetting }) {
  if (!lookBack) {
    return <p className="dim">{sayOnPage('budget.unknown')}</p>;
  }
  const { from, to, patients, patientMonths } = lookBack;
  return (
    <p className="dim">
      {sayOnPage('budget.lookedAt', {
        from: shortDay(from),
        to: shortDay(to),
        patients,
        months: number(patientMonths),
      })}{' '}
      {calibration && sayOnPage('budget.learned', { judged: calibration.judgedAlarms })} {sayOnPage('budget.limits')}
    </p>
  );
}

function History({ setting: { history } }: { setting: DetectionSetting }) {
  const zone = useClinicZone();
  return (
    <section aria-labelledby="budget-history">
      <h2 id="budget-history">{sayOnPage('budget.history')}</h2>
      {history.length === 0 && <p className="dim">{sayOnPage('budget.unchanged')}</p>}
      <ul>
        {history.map(({ at, by, from, to }) => (
          <li key={at}>
            <span className="dim small nowrap">{dayAndClock(at, zone)}</span>{' '}
            {sayOnPage('budget.changed', { by, before: lower(budgetShare(from)), after: lower(budgetShare(to)) })}
          </li>
        ))}
      </ul>
    </section>
  );
}

const lower = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);
