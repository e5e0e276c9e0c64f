import { useQuery } from '@tanstack/react-query';
import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { endOfDay, startOfDay } from '../../../src/metrics/index.js';
import { visitsQuery } from '../api/queries.js';
import type { Visit } from '../api/types.js';
import { PageBar } from '../app/page.js';
import { useClinicZone } from '../app/session.js';
import { LiveDot } from '../live/live-dot.js';
import { Button, Dialog, Empty, Failed, LinkButton, Loading } from '../ui/index.js';
import { addDays, clock, dayIn, MODALITY_WORDS, VISIT_STATE_WORDS, weekdayDay } from '../words/index.js';
import { BookVisit } from './book-visit.js';
import { waitWords } from './elapsed.js';
import { useNow } from './hooks.js';

const ORDER: Record<Visit['state'], number> = { waiting: 0, 'in-progress': 1, booked: 2, ended: 3, cancelled: 4 };

/** One day of visits. Who waits stands first. */
export function VisitsPage() {
  const zone = useClinicZone();
  const now = useNow(10_000);
  const today = dayIn(now, zone);
  const [chosen, setChosen] = useState<string | null>(null);
  const [booking, setBooking] = useState(false);
  const day = chosen ?? today;
  const visits = useQuery(
    visitsQuery({
      from: new Date(startOfDay(zone, day)).toISOString(),
      to: new Date(endOfDay(zone, day)).toISOString(),
    }),
  );
  const move = (by: number) => setChosen(addDays(day, by) === today ? null : addDays(day, by));
  return (
    <>
      <PageBar title="Visits" aside={day === today ? `Today, ${weekdayDay(day)}` : weekdayDay(day, today)}>
        <LiveDot />
        <div className="row daynav" role="group" aria-label="Day">
          <Button
            kind="quiet"
            aria-label="The day before"
            icon={<IconChevronLeft className="i" aria-hidden />}
            onClick={() => move(-1)}
          />
          <Button kind="quiet" onClick={() => setChosen(null)}>
            Today
          </Button>
          <Button
            kind="quiet"
            aria-label="The day after"
            icon={<IconChevronRight className="i" aria-hidden />}
            onClick={() => move(1)}
          />
        </div>
        <Button kind="primary" icon={<IconPlus className="i" aria-hidden />} onClick={() => setBooking(true)}>
          Book a visit
        </Button>
      </PageBar>
      <DayList visits={visits.data?.items} day={day} zone={zone} now={now} />
      {!visits.data && !visits.error && <Loading rows={4} height={52} label="Loading the visits" />}
      {visits.error && !visits.data && (
        <Failed part="The visits" error={visits.error} retry={() => void visits.refetch()} />
      )}
      <Dialog title="Book a visit" opened={booking} onClose={() => setBooking(false)}>
        <BookVisit
          day={day}
          onBooked={(on) => {
            setBooking(false);
            setChosen(on === today ? null : on);
          }}
        />
      </Dialog>
    </>
  );
}

function DayList({ visits, day, zone, now }: { visits: Visit[] | undefined; day: string; zone: string; now: number }) {
  if (!visits) return null;
  if (visits.length === 0) {
    return (
      <Empty title={`No visits on ${weekdayDay(day, dayIn(now, zone))}.`}>
        <p>Checked at {clock(now, zone)}.</p>
      </Empty>
    );
  }
  const sorted = [...visits].sort(
    (a, b) =>
      Number(a.state !== 'waiting') - Number(b.state !== 'waiting') ||
      a.startsAt.localeCompare(b.startsAt) ||
      ORDER[a.state] - ORDER[b.state],
  );
  return (
    <ul className="vlist">
      {sorted.map((visit) => (
        <li key={visit.id} className={visit.state === 'waiting' ? 'vrow waiting' : 'vrow'}>
          <span className="num vtime">{clock(visit.startsAt, zone)}</span>
          <div className="vwho">
            <b>{visit.patient.name}</b>
            <div className="small dim">
              {MODALITY_WORDS[visit.modality]}, {visit.minutes} min, {visit.clinician.name}
            </div>
          </div>
          <span className="vstate">
            {visit.state === 'waiting' && visit.waitingSince ? (
              <>
                <b>Waiting</b> {waitWords(visit.waitingSince, now)}, since {clock(visit.waitingSince, zone)}
              </>
            ) : (
              VISIT_STATE_WORDS[visit.state]
            )}
          </span>
          <LinkButton
            to="/visits/$visitId"
            params={{ visitId: visit.id }}
            kind={visit.state === 'waiting' ? 'primary' : 'plain'}
            aria-label={`Open the visit with ${visit.patient.name} at ${clock(visit.startsAt, zone)}`}
          >
            Open
          </LinkButton>
        </li>
      ))}
    </ul>
  );
}
