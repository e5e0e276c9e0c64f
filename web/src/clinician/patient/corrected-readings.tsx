import type { MetricId } from '../../../../src/metrics/index.js';
import type { DayDetail } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { clock, dayAndClock, figure, phrase } from '../../words/index.js';

/** What of this day somebody has mended: who, when and why. An error is in no table any more, only here. */
export function CorrectedReadings(props: { corrected: DayDetail['corrected']; metric: MetricId; zone: string }) {
  const { corrected, metric, zone } = props;
  const clinicZone = useClinicZone();
  if (corrected.length === 0) return null;
  return (
    <ul className="small sources">
      {corrected.map((one) => (
        <li key={one.id}>
          {phrase('mend.done', {
            at: clock(one.startAt, zone),
            value: one.value === null ? 'none' : figure(metric, one.value),
            status: one.status === 'amended' ? 'amended' : 'error',
            by: one.by,
            on: dayAndClock(one.at, clinicZone),
            why: one.why,
          })}
        </li>
      ))}
    </ul>
  );
}
