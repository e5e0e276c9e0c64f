import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { membersQuery } from '../../api/queries.js';
import { PROFESSIONS, type Profession } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { Button, SelectField, TextField } from '../../ui/index.js';
import { PROFESSION_WORDS, sayOnPage } from '../../words/index.js';
import type { HandTo } from './act.js';
import { useDraft } from './use-draft.js';
import { VerbForm } from './verb-form.js';

const PERSON = 'person/';
const toHand = (value: string): HandTo =>
  value.startsWith(PERSON) ? { personId: value.slice(PERSON.length) } : { discipline: value as Profession };

/** To a colleague, or to a discipline whose next free member takes it; with a word why. */
export function HandOffForm(props: {
  alertId: string | null;
  busy: boolean;
  onHandOff: (to: HandTo, note: string) => void;
  onCancel: () => void;
}) {
  const { person } = useSession();
  const members = useQuery(membersQuery);
  const [to, setTo] = useState('');
  const [note, setNote] = useDraft(props.alertId, 'hand-off');
  const [asked, setAsked] = useState(false);
  const team = (members.data?.items ?? []).filter(
    ({ active, role }) => active && (role === 'clinician' || role === 'coordinator'),
  );
  const colleagues = team.filter(({ personId }) => personId !== person.id);
  // What nobody here practises would be on nobody's list.
  const practised = PROFESSIONS.filter((one) => team.some(({ profession }) => profession === one));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (to !== '') props.onHandOff(toHand(to), note.trim());
  };
  return (
    <VerbForm label={sayOnPage('worklist.verb', { verb: 'handOff' })} onSubmit={submit} onCancel={props.onCancel}>
      <div className="pair">
        <SelectField
          label={sayOnPage('worklist.handOff.to')}
          value={to}
          error={asked && to === '' ? sayOnPage('worklist.handOff.missing') : null}
          onChange={(event) => setTo(event.currentTarget.value)}
        >
          <option value="" disabled>
            {sayOnPage('worklist.choose')}
          </option>
          <optgroup label={sayOnPage('worklist.handOff.colleagues')}>
            {colleagues.map(({ personId, name, profession }) => (
              <option key={personId} value={PERSON + personId}>
                {profession ? `${name}, ${PROFESSION_WORDS[profession].toLowerCase()}` : name}
              </option>
            ))}
          </optgroup>
          <optgroup label={sayOnPage('worklist.handOff.disciplines')}>
            {practised.map((value) => (
              <option key={value} value={value}>
                {PROFESSION_WORDS[value]}
              </option>
            ))}
          </optgroup>
        </SelectField>
        <TextField
          label={sayOnPage('worklist.note.optional')}
          value={note}
          maxLength={2000}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      <div className="row">
        <Button kind="primary" type="submit" busy={props.busy}>
          {sayOnPage('worklist.verb', { verb: 'handOff' })}
        </Button>
        <Button kind="quiet" onClick={props.onCancel}>
          {sayOnPage('worklist.cancel')}
        </Button>
      </div>
    </VerbForm>
  );
}
