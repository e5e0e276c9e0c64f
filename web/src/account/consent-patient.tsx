import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LONGEST_SEARCH, patientsQuery } from '../api/queries.js';
import type { AppRequest } from '../api/types.js';
import { Loading, Message, TextField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { problemWords } from './sign-in.js';

const MOST_SHOWN = 8;

interface Choice {
  asked: AppRequest;
  chosen: string | null;
  onChoose: (id: string) => void;
}

/** Which patient an app is to be about. Somebody who is the only one is told, not asked. */
export function ConsentPatient({ asked, chosen, onChoose }: Choice) {
  if (asked.patient === 'choose') return <Search chosen={chosen} onChoose={onChoose} />;
  const [only, ...others] = asked.patients;
  if (only && others.length === 0) return <p>{sayOnPage('asking.about', { name: only.name })}</p>;
  return <Names names={asked.patients} chosen={chosen} onChoose={onChoose} />;
}

function Search({ chosen, onChoose }: Omit<Choice, 'asked'>) {
  const [typed, setTyped] = useState('');
  const found = useQuery(patientsQuery(typed.trim()));
  const items = (found.data?.items ?? []).slice(0, MOST_SHOWN);
  const names = items.map(({ id, name }) => ({ id, name }));
  return (
    <div className="form">
      <TextField
        label={sayOnPage('asking.search')}
        type="search"
        maxLength={LONGEST_SEARCH}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {found.error && <Message>{problemWords(found.error)}</Message>}
      {found.isPending && <Loading rows={2} height={32} />}
      {found.data && names.length === 0 && <p className="dim">{sayOnPage('asking.nobody')}</p>}
      <Names names={names} chosen={chosen} onChoose={onChoose} />
    </div>
  );
}

function Names(props: { names: readonly { id: string; name: string }[] } & Omit<Choice, 'asked'>) {
  if (props.names.length === 0) return null;
  return (
    <fieldset className="group">
      <legend>{sayOnPage('asking.patient')}</legend>
      {props.names.map(({ id, name }) => (
        <label key={id} className="check">
          <input type="radio" name="patient" checked={props.chosen === id} onChange={() => props.onChoose(id)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
