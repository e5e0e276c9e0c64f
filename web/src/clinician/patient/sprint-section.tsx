import { IconStairs } from '@tabler/icons-react';
import { useState } from 'react';
import type { PatientDetail, Sprint } from '../../api/types.js';
import { Button, Dialog } from '../../ui/index.js';
import { dayIn, dayRange, sayOnPage } from '../../words/index.js';
import { EarlierSprints } from './earlier-sprints.js';
import { EndSprint } from './end-sprint.js';
import { SprintCard } from './sprint-card.js';
import { SprintForm } from './sprint-form.js';

type Doing = { what: 'set' } | { what: 'change' | 'end'; sprint: Sprint } | null;

/** The sprint that runs, or the last one; the next one, when it is set; and what can be done about them. */
export function SprintSection({ patient, mayAct }: { patient: PatientDetail; mayAct: boolean }) {
  const [doing, setDoing] = useState<Doing>(null);
  const { sprint, nextSprint } = patient;
  const active = sprint?.state === 'active' ? sprint : null;
  const done = () => setDoing(null);
  return (
    <section>
      {sprint ? (
        <SprintCard sprint={sprint} today={dayIn(Date.now(), patient.timeZone)} />
      ) : (
        <>
          <div className="sh">
            <h2>{sayOnPage('sprint.title')}</h2>
          </div>
          <p className="dim">{sayOnPage('sprint.none')}</p>
        </>
      )}
      <div className="row sprint-acts">
        <span className="grow dim small">{active && sayOnPage('sprint.daysLeft', { days: active.daysLeft })}</span>
        {mayAct && active && <Acts sprint={active} onDo={setDoing} />}
      </div>
      {nextSprint && (
        <div className="row wrap sprint-acts">
          <span className="grow small">
            {sayOnPage('sprint.next', {
              days: dayRange(nextSprint.startsOn, nextSprint.endsOn),
              goal: nextSprint.goal,
            })}
          </span>
          {mayAct && <Acts sprint={nextSprint} onDo={setDoing} />}
        </div>
      )}
      {mayAct && (
        <div className="row sprint-acts">
          <Button
            small
            icon={<IconStairs className="i" aria-hidden="true" />}
            onClick={() => setDoing({ what: 'set' })}
          >
            {sayOnPage(active ? 'sprint.setNext' : 'sprint.set')}
          </Button>
        </div>
      )}
      {mayAct && <EarlierSprints patientId={patient.id} />}
      <Dialog title={sayOnPage('sprint.set')} opened={doing?.what === 'set'} onClose={done} wide>
        <SprintForm patient={patient} sprint={null} onDone={done} />
      </Dialog>
      <Dialog title={sayOnPage('sprint.changeTitle')} opened={doing?.what === 'change'} onClose={done} wide>
        {doing?.what === 'change' && <SprintForm patient={patient} sprint={doing.sprint} onDone={done} />}
      </Dialog>
      <Dialog title={sayOnPage('sprint.endTitle')} opened={doing?.what === 'end'} onClose={done}>
        {doing?.what === 'end' && <EndSprint patientId={patient.id} sprint={doing.sprint} onDone={done} />}
      </Dialog>
    </section>
  );
}

function Acts({ sprint, onDo }: { sprint: Sprint; onDo: (doing: Doing) => void }) {
  return (
    <>
      <Button small kind="quiet" onClick={() => onDo({ what: 'change', sprint })}>
        {sayOnPage('common.edit')}
      </Button>
      {!sprint.isEnded && (
        <Button small kind="quiet" onClick={() => onDo({ what: 'end', sprint })}>
          {sayOnPage('sprint.end', { state: sprint.state })}
        </Button>
      )}
    </>
  );
}
