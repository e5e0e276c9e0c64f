import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../api/client.js';
import { rotaQuery } from '../../api/queries.js';
import type { Rota, Shift } from '../../api/types.js';
import { PageBar } from '../../app/page.js';
import { useClinicZone, useSession } from '../../app/session.js';
import { Button, Dialog, Failed, Loading, Message } from '../../ui/index.js';
import { dayAndClock, PROFESSION_WORDS, sayOnPage, weekdayDay } from '../../words/index.js';
import { Absences } from './absences.js';
import { ShiftForm } from './shift-form.js';
import '../clinic/clinic.css';

/** Who is on call now and later, when nobody is, and who is away. Coordinators and admins change the rota. */
export function RotaPage() {
  const { role, clinic } = useSession();
  const rota = useQuery(rotaQuery);
  const [adding, setAdding] = useState(false);
  const mayChange = role === 'admin' || role === 'coordinator';
  return (
    <>
      <PageBar title={sayOnPage('rota.title')} aside={clinic.name}>
        {mayChange && (
          <Button kind="primary" onClick={() => setAdding(true)}>
            {sayOnPage('rota.add')}
          </Button>
        )}
      </PageBar>
      {rota.error && !rota.data && (
        <Failed part={sayOnPage('rota.part')} error={rota.error} retry={() => void rota.refetch()} />
      )}
      {rota.isPending && <Loading rows={4} />}
      {rota.data && (
        <div className="clinic">
          <Now rota={rota.data} />
          <Shifts shifts={rota.data.shifts} mayChange={mayChange} />
          <Absences />
        </div>
      )}
      <Dialog title={sayOnPage('rota.add')} opened={adding} onClose={() => setAdding(false)}>
        <ShiftForm onClose={() => setAdding(false)} />
      </Dialog>
    </>
  );
}

function Now({ rota: { onCall, gaps } }: { rota: Rota }) {
  const zone = useClinicZone();
  return (
    <section aria-labelledby="rota-now">
      <h2 id="rota-now">{sayOnPage('rota.now')}</h2>
      {onCall.length === 0 && <p>{sayOnPage('rota.nobody')}</p>}
      <ul>
        {onCall.map((turn) => (
          <li key={`${turn.personId} ${turn.rank}`} className="lead">
            {sayOnPage('rota.person', {
              name: turn.name,
              until: dayAndClock(turn.until, zone),
              standsIn: turn.standsInFor ?? 'none',
              rank: turn.rank,
            })}
          </li>
        ))}
      </ul>
      <p className="dim">{sayOnPage(gaps.length === 0 ? 'rota.noGaps' : 'rota.gaps')}</p>
      <ul className="small dim">
        {gaps.map((gap) => (
          <li key={gap.from}>
            {sayOnPage('rota.gap', { from: dayAndClock(gap.from, zone), to: dayAndClock(gap.to, zone) })}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Shifts({ shifts, mayChange }: { shifts: readonly Shift[]; mayChange: boolean }) {
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => request<void>(`/api/v1/rota/${id}/end`, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['clinic'] }),
  });
  if (shifts.length === 0) return null;
  return (
    <section aria-labelledby="rota-shifts">
      <h2 id="rota-shifts">{sayOnPage('rota.shifts')}</h2>
      {end.error && <Message>{end.error.message}</Message>}
      <ul className="lines">
        {shifts.map((shift) => (
          <li key={shift.id} className="row">
            <span className="grow">{shiftWords(shift)}</span>
            {mayChange && (
              <Button
                small
                kind="quiet"
                aria-label={sayOnPage('rota.endNamed', { name: shift.name, from: weekdayDay(shift.startsOn) })}
                onClick={() => end.mutate(shift.id)}
              >
                {sayOnPage('rota.end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

const shiftWords = (shift: Shift) =>
  sayOnPage('rota.shift', {
    name: shift.name,
    from: `${weekdayDay(shift.startsOn)} ${shift.starts}`,
    to: `${weekdayDay(shift.endsOn)} ${shift.ends}`,
    every: shift.everyWeeks,
    last: shift.lastOn ? weekdayDay(shift.lastOn) : 'none',
    profession: shift.profession ? PROFESSION_WORDS[shift.profession].toLowerCase() : 'none',
    rank: shift.rank,
  });
