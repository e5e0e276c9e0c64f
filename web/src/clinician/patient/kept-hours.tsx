import { METRICS, type MetricId } from '../../../../src/metrics/index.js';
import type { DayDetail } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { clock, dayIn, figure, longDay, phrase } from '../../words/index.js';

/** In the place of a day's readings, once the clinic's retention has removed them: when, and the hours that are kept. */
export function KeptHours(props: { kept: NonNullable<DayDetail['kept']>; metric: MetricId; zone: string }) {
  const { kept, metric, zone } = props;
  const ofClinic = useClinicZone();
  return (
    <>
      <p className="note small">{phrase('day.keptAs', { as: kept.as, since: longDay(dayIn(kept.since, ofClinic)) })}</p>
      {kept.hours.length > 0 && (
        <div className="tblwrap" role="region" aria-label={phrase('day.hours')} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{phrase('day.hourFrom')}</th>
                <th scope="col">{phrase('day.hourValue')}</th>
              </tr>
            </thead>
            <tbody>
              {kept.hours.map((hour) => (
                <tr key={hour.startAt}>
                  <td>{clock(hour.startAt, zone)}</td>
                  <td>
                    {figure(metric, hour.value)} {METRICS[metric].unitDisplay}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
