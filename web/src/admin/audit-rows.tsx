import type { AuditItem, Role } from '../api/types.js';
import { dayAndClock, ROLE_WORDS, sayOnPage } from '../words/index.js';
import { actWords } from './audit-words.js';

interface Props {
  items: readonly AuditItem[];
  zone: string;
  onPatient: (id: string) => void;
}

/** One act a row; on a phone each row is a small paragraph. */
export function AuditRows({ items, zone, onPatient }: Props) {
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{sayOnPage('audit.when')}</th>
          <th scope="col">{sayOnPage('audit.who')}</th>
          <th scope="col">{sayOnPage('audit.what')}</th>
          <th scope="col">{sayOnPage('audit.whom')}</th>
          <th scope="col">{sayOnPage('audit.where')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id} className={item.outcome === 'denied' ? 'denied' : undefined}>
            <td className="nowrap">{dayAndClock(item.at, zone)}</td>
            <td>
              {item.actor.name ?? item.actor.id.slice(0, 16)}{' '}
              <span className="small dim">{ROLE_WORDS[item.actor.role as Role] ?? item.actor.role}</span>
            </td>
            <td>
              {actWords(item.type, item.interaction)}
              {item.outcome === 'denied' && <b> {sayOnPage('audit.denied')}</b>}{' '}
              <span className="small dim">{sayOnPage('audit.count', { count: item.count })}</span>
              {item.reason && <div className="small">{sayOnPage('audit.reason', { reason: item.reason })}</div>}
            </td>
            <td>
              {item.patient && (
                <button type="button" className="linkish" onClick={() => onPatient(item.patient!.id)}>
                  {item.patient.label}
                </button>
              )}
              {item.patients > 1 && (
                <span className="small dim">{sayOnPage('audit.several', { count: item.patients })}</span>
              )}
            </td>
            <td className="small dim">{item.address}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
