import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { instantOfLocal, lastBookableDay } from '../../../src/metrics/index.js';
import { ApiError, newId, request } from '../api/client.js';
import { fieldError } from '../api/field-error.js';
import { LONGEST_SEARCH, patientQuery, patientsQuery } from '../api/queries.js';
import type { CareTeamMember, Modality, Named, NewVisit, Visit } from '../api/types.js';
import { useClinicZone, useSession } from '../app/session.js';
import { Button, Message, SelectField, TextField, useShowWrong } from '../ui/index.js';
import { cityOf, clock, MODALITY_WORDS, sayOnPage, shortDay } from '../words/index.js';
import { AskedThen } from './asked-then.js';
import { overlapWords } from './overlap-words.js';

/** What was asked about this form, and answered with yes. */
type Meant = Pick<NewVisit, 'evenIfClosed' | 'evenIfOverlapping'>;
const MINUTES = [10, 20, 30, 45, 60];

interface Props {
  day: string;
  /** Called with the civil day of the booked visit. */
  onBooked: (day: string, visit: Visit) => void;
  /** When the patient is known already. */
  patient?: { id: string; name: string };
  alertId?: string;
}

/** Books a visit in the clinic's own time. The id is made once, so pressing twice books once. */
export function BookVisit({ day, onBooked, patient, alertId }: Props) {
  const zone = useClinicZone();
  const { person, role } = useSession();
  const queries = useQueryClient();
  const [id] = useState(newId);
  const [search, setSearch] = useState('');
  const [form, setForm] = useState({
    patientId: patient?.id ?? '',
    on: day,
    at: nextQuarter(clock(Date.now(), zone)),
    minutes: '30',
    modality: 'video' as Modality,
    clinicianId: '',
  });
  const [asked, setAsked] = useState<object | null>(null);
  const [meant, setMeant] = useState<Meant>({});
  // What was said was about what stood there before.
  const set = (change: Partial<typeof form>) => {
    setForm((f) => ({ ...f, ...change }));
    setMeant({});
    if (book.isError) book.reset();
  };
  const patients = useQuery({ ...patientsQuery(search), enabled: !patient });
  const chosen = useQuery({ ...patientQuery(form.patientId), enabled: form.patientId !== '' });
  const hosts = hostsOf(
    chosen.data?.careTeam ?? [],
    { personId: person.id, name: person.name },
    role === 'coordinator',
  );
  const clinicianId = hosts.some((h) => h.personId === form.clinicianId)
    ? form.clinicianId
    : (hosts[0]?.personId ?? '');
  const when = readWhen(zone, form.on, form.at);
  const book = useMutation({
    mutationFn: (body: NewVisit) => request<Visit>('/api/v1/visits', { method: 'POST', body }),
    onSuccess: (visit) => {
      void queries.invalidateQueries({ queryKey: ['visit', 'list'] });
      onBooked(form.on, visit);
    },
  });
  const isPast = when !== null && when.ms + Number(form.minutes) * 60_000 <= Date.now();
  const lastDay = lastBookableDay(zone, Date.now());
  const formRef = useShowWrong(asked, book.error);
  const send = (now: Meant) => {
    setAsked({});
    setMeant(now);
    if (!when || badTimeWords(isPast, lastDay, form.on) || !form.patientId || book.isPending) return;
    const { patientId, modality } = form;
    book.mutate({
      id,
      patientId,
      startsAt: new Date(when.ms).toISOString(),
      minutes: Number(form.minutes),
      modality,
      ...(clinicianId && { clinicianId }),
      ...(alertId && { alertId }),
      ...now,
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send(meant);
  };
  const isClosed = book.error instanceof ApiError && book.error.code === 'VISIT_WHILE_CLOSED';
  const host = hosts.find((h) => h.personId === clinicianId);
  const names = {
    patient: patient?.name ?? chosen.data?.name ?? sayOnPage('visits.thePatient'),
    clinician: !host || host.personId === person.id ? null : host.name,
  };
  const overlap = overlapWords(book.error, names, zone);
  const badTime = asked ? badTimeWords(isPast, lastDay, form.on) : null;
  const badOn = badTime ?? fieldError(book.error, 'startsAt');
  return (
    <form className="form" ref={formRef} onSubmit={submit}>
      {patient ? (
        <p>
          With <b>{patient.name}</b>
        </p>
      ) : (
        <>
          <TextField
            label="Find a patient"
            type="search"
            maxLength={LONGEST_SEARCH}
            value={search}
            autoComplete="off"
            onChange={(e) => setSearch(e.currentTarget.value)}
          />
          <SelectField
            label="Patient"
            required
            value={form.patientId}
            onChange={(e) => set({ patientId: e.currentTarget.value })}
          >
            <option value="">{patients.data?.items.length === 0 ? 'No patient of that name' : 'Choose'}</option>
            {patients.data?.items.map((p) => (
              <option key={p.id} value={p.id}>
                {p.name}, {p.age}
              </option>
            ))}
          </SelectField>
        </>
      )}
      <div className="cols">
        <TextField
          label="Date"
          type="date"
          required
          value={form.on}
          onChange={(e) => set({ on: e.currentTarget.value })}
          error={badOn}
        />
        <TextField
          label="Time"
          type="time"
          required
          value={form.at}
          onChange={(e) => set({ at: e.currentTarget.value })}
          hint={`Clinic time, ${cityOf(zone)}`}
          error={when?.gap ? sayOnPage('visits.clockJumps', { at: clock(when.ms, zone) }) : null}
        />
        <SelectField label="Length" value={form.minutes} onChange={(e) => set({ minutes: e.currentTarget.value })}>
          {MINUTES.map((m) => (
            <option key={m} value={m}>
              {m} minutes
            </option>
          ))}
        </SelectField>
        <SelectField
          label="How"
          value={form.modality}
          onChange={(e) => set({ modality: e.currentTarget.value as Modality })}
        >
          {Object.entries(MODALITY_WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectField>
      </div>
      <SelectField
        label="Clinician"
        value={clinicianId}
        hint={hosts.length === 0 ? 'Choose a patient first: visits are with the care team.' : undefined}
        onChange={(e) => set({ clinicianId: e.currentTarget.value })}
      >
        {hosts.map((host) => (
          <option key={host.personId} value={host.personId}>
            {host.personId === person.id ? `${host.name} (you)` : host.name}
          </option>
        ))}
      </SelectField>
      {book.error && !isClosed && overlap === null && !badOn && <Message>{book.error.message}</Message>}
      {isClosed && (
        <AskedThen
          says={sayOnPage('visits.closedThen')}
          yes={sayOnPage('visits.bookAnyway')}
          busy={book.isPending}
          onBook={() => send({ ...meant, evenIfClosed: true })}
        />
      )}
      {overlap !== null && (
        <AskedThen
          says={sayOnPage('visits.overlapsAsk', { says: overlap })}
          yes={sayOnPage('visits.bookAllTheSame')}
          busy={book.isPending}
          onBook={() => send({ ...meant, evenIfOverlapping: true })}
        />
      )}
      <div className="row">
        <Button type="submit" kind="primary" busy={book.isPending}>
          Book
        </Button>
      </div>
    </form>
  );
}

/** Who can hold the visit: the patient's care team, and a coordinator herself. We first, then the contact. */
function hostsOf(careTeam: readonly CareTeamMember[], me: Named, coordinator: boolean): Named[] {
  const onTeam = careTeam.some((m) => m.personId === me.personId);
  const others = careTeam.filter((m) => m.personId !== me.personId);
  const sorted = [...others].sort((a, b) => Number(b.isContact) - Number(a.isContact));
  return onTeam || (coordinator && careTeam.length > 0) ? [me, ...sorted] : sorted;
}

function badTimeWords(isPast: boolean, lastDay: string, on: string): string | null {
  if (isPast) return sayOnPage('visits.past');
  return on > lastDay ? sayOnPage('visits.tooFar', { last: shortDay(lastDay) }) : null;
}

function readWhen(zone: string, on: string, at: string): { ms: number; gap: boolean } | null {
  try {
    return on && at ? instantOfLocal(zone, `${on}T${at}`) : null;
  } catch {
    return null;
  }
}

/** "09:41" -> "09:45": visits begin on the quarter. */
function nextQuarter(at: string): string {
  const [h = 0, m = 0] = at.split(':').map(Number);
  const minutes = Math.min(23 * 60 + 45, Math.ceil((h * 60 + m) / 15) * 15);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
