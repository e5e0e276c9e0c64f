import { Link } from '@tanstack/react-router';
import type { MetricId } from '../../../src/metrics/index.js';
import { useSeries } from '../api/queries.js';
import { SeriesChart } from '../charts/index.js';
import { Empty, Failed, Glyph, Loading } from '../ui/index.js';
import { addDays, dayIn, sayPanel, shortDay } from '../words/index.js';

const WANTED: readonly MetricId[] = ['steps', 'sleepDuration', 'painIntensity'];
const DAYS = 33;

/** The weeks before the visit in three panels, so that both can talk about what was measured. */
export function TrendStrip({ patientId, timeZone }: { patientId: string; timeZone: string }) {
  const today = dayIn(Date.now(), timeZone);
  // To the patient's day, which may be another than the clinic's.
  const series = useSeries(patientId, addDays(today, -DAYS));
  if (series.error && !series.data) {
    return <Failed part="The charts" error={series.error} retry={() => void series.refetch()} />;
  }
  if (!series.data) return <Loading rows={3} height={56} label="Loading the charts" />;
  const view = series.data;
  const panels = WANTED.flatMap((metric) => view.panels.filter((panel) => panel.metric === metric));
  if (panels.length === 0) {
    return (
      <Empty title={`No steps, sleep or pain since ${shortDay(addDays(today, -DAYS), today)}.`}>
        <p>
          <Link to="/patients/$patientId" params={{ patientId }}>
            Open the patient’s page
          </Link>
        </p>
      </Empty>
    );
  }
  return (
    <>
      <p className="micro faint strip-hint hidem">Point at a day of a chart, or move with ← →</p>
      <div className="strip">
        {panels.map((panel) => (
          <div key={panel.metric}>
            <p className="small">
              <Glyph course={panel.course} size={14} /> <span>{sayPanel(panel, 'clinician')}</span>
            </p>
            <SeriesChart view={view} panels={[panel.metric]} compact beside />
          </div>
        ))}
      </div>
    </>
  );
}
