import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { treatmentsQuery } from '../../api/queries.js';
import type { PatientDetail, Treatment } from '../../api/types.js';
import { listTreatments, nameOf } from '../../treatments/treatment-list.js';
import { TreatmentLine } from '../../treatments/treatment-line.js';
import { Button, Dialog, Failed, Loading } from '../../ui/index.js';
import { dayIn, sayOnPage } from '../../words/index.js';
import { EndTreatment } from './end-treatment.js';
import { CameSo } from './came-so.js';
import { TakeBackTreatment } from './take-back-treatment.js';
import { TreatmentForm } from './treatment-form.js';

const FEW = 5;
type Doing = { what: 'add' } | { what: 'change' | 'end' | 'take-back'; treatment: Treatment } | null;

/** Which doses and procedures there are, and what can be done about them. */
export function TreatmentSection({ patient, mayAct }: { patient: PatientDetail; mayAct: boolean }) {
  const found = useQuery(treatmentsQuery(patient.id));
  const [doing, setDoing] = useState<Doing>(null);
  const [all, setAll] = useState(false);
  const done = () => setDoing(null);
  const today = dayIn(Date.now(), patient.timeZone);
  const items = found.data?.items ?? [];
  const listed = listTreatments(items, today);
  return (
    <section aria-labelledby="treatment-title">
      <div className="sh">
        <h2 id="treatment-title">{sayOnPage('treatment.title')}</h2>
        {mayAct && (
          <Button
            small
            kind="quiet"
            aria-label={sayOnPage('treatment.addTitle')}
            onClick={() => setDoing({ what: 'add' })}
          >
            {sayOnPage('treatment.add')}
          </Button>
        )}
      </div>
      {found.error && !found.data && (
        <Failed part={sayOnPage('treatment.title')} error={found.error} retry={() => void found.refetch()} />
      )}
      {found.isPending && <Loading rows={2} height={40} />}
      {found.data && items.length === 0 && <p className="dim small">{sayOnPage('treatment.none')}</p>}
      <ul className="small">
        {(all ? listed : listed.slice(0, FEW)).map((one) => (
          <TreatmentLine key={one.treatment.id} listed={one} today={today}>
            {mayAct && <Acts treatment={one.treatment} mayEnd={one.stand === 'now'} onDo={setDoing} />}
            {mayAct && one.stand === 'lapsed' && <CameSo patientId={patient.id} treatment={one.treatment} />}
          </TreatmentLine>
        ))}
      </ul>
      {all && found.data?.isCut && <p className="dim small">{sayOnPage('treatment.cut')}</p>}
      {listed.length > FEW && (
        <button type="button" className="small dim linklike" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? sayOnPage('treatment.fewer') : sayOnPage('treatment.all', { count: listed.length })}
        </button>
      )}
      <Dialog title={titleOf(doing)} opened={doing !== null} onClose={done}>
        {doing?.what === 'take-back' && (
          <TakeBackTreatment patientId={patient.id} treatment={doing.treatment} {...{ today }} onDone={done} />
        )}
        {doing?.what === 'end' && <EndTreatment patient={patient} treatment={doing.treatment} onDone={done} />}
        {(doing?.what === 'add' || doing?.what === 'change') && (
          <TreatmentForm
            {...{ patient, items }}
            treatment={doing.what === 'add' ? null : doing.treatment}
            onDone={done}
          />
        )}
      </Dialog>
    </section>
  );
}

function Acts(props: { treatment: Treatment; mayEnd: boolean; onDo: (doing: Doing) => void }) {
  const { treatment, mayEnd, onDo } = props;
  const name = nameOf(treatment);
  return (
    <div className="row wrap">
      <Button
        small
        kind="quiet"
        aria-label={sayOnPage('treatment.changeNamed', { name })}
        onClick={() => onDo({ what: 'change', treatment })}
      >
        {sayOnPage('common.edit')}
      </Button>
      {mayEnd && treatment.kind === 'dose' && treatment.until === null && (
        <Button
          small
          kind="quiet"
          aria-label={sayOnPage('treatment.endNamed', { name })}
          onClick={() => onDo({ what: 'end', treatment })}
        >
          {sayOnPage('treatment.end')}
        </Button>
      )}
      <Button
        small
        kind="quiet"
        aria-label={`${sayOnPage('treatment.takeBack')}: ${name}`}
        onClick={() => onDo({ what: 'take-back', treatment })}
      >
        {sayOnPage('treatment.takeBack')}
      </Button>
    </div>
  );
}

function titleOf(doing: Doing): string {
  switch (doing?.what) {
    case 'change':
      return sayOnPage('treatment.changeTitle', { kind: doing.treatment.kind });
    case 'end':
      return sayOnPage('treatment.endTitle');
    case 'take-back':
      return sayOnPage('treatment.takeBackTitle');
    default:
      return sayOnPage('treatment.addTitle');
  }
}
