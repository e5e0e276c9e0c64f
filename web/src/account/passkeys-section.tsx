import { useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import type { Account } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, TextField } from '../ui/index.js';
import { dayIn, sayOnPage, shortDay } from '../words/index.js';
import { deviceHere } from './device-words.js';
import { focusFirst } from './focus-first.js';
import { addPasskey, passkeyProblem, passkeysWork } from './passkey.js';
import { Section } from './section.js';
import { useAct } from './use-act.js';

type Passkey = Account['passkeys'][number];

export function PasskeysSection({ account }: { account: Account }) {
  const { busy, told, act } = useAct(passkeyProblem);
  const add = () => act(() => addPasskey(deviceHere()), sayOnPage('account.passkeyAdded'));
  return (
    <Section title={sayOnPage('account.passkeys')} why={sayOnPage('account.passkeysWhy')} told={told}>
      <ul className="things">
        {account.passkeys.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} act={act} />
        ))}
      </ul>
      <div>
        {passkeysWork() ? (
          <Button busy={busy} onClick={() => void add()}>
            {sayOnPage('account.passkeyAdd')}
          </Button>
        ) : (
          <p className="dim">{sayOnPage('account.passkeyUnsupported')}</p>
        )}
      </div>
    </Section>
  );
}

function PasskeyRow({ passkey, act }: { passkey: Passkey; act: ReturnType<typeof useAct>['act'] }) {
  const zone = useClinicZone();
  const [renaming, setRenaming] = useState(false);
  const shown = passkey.name ?? sayOnPage('account.passkeyUnnamed');
  const [name, setName] = useState(shown);
  const path = `/api/v1/account/passkeys/${encodeURIComponent(passkey.id)}`;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!name.trim()) return;
    if (await act(() => request(path, { method: 'PUT', body: { name: name.trim() } }))) setRenaming(false);
  };
  if (renaming) {
    return (
      <li>
        <form ref={focusFirst} className="row end" onSubmit={(event) => void submit(event)} noValidate>
          <TextField
            label={sayOnPage('account.passkeyName')}
            value={name}
            maxLength={80}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button kind="primary" type="submit">
            {sayOnPage('account.save')}
          </Button>
          <Button kind="quiet" onClick={() => setRenaming(false)}>
            {sayOnPage('account.cancel')}
          </Button>
        </form>
      </li>
    );
  }
  return (
    <li className="thing">
      <div>
        <b>{shown}</b>
        <div className="small dim">
          {sayOnPage('account.passkeySince', { since: shortDay(dayIn(passkey.createdAt, zone)) })}
        </div>
      </div>
      <div className="row">
        <Button small aria-label={sayOnPage('account.renameNamed', { name: shown })} onClick={() => setRenaming(true)}>
          {sayOnPage('account.rename')}
        </Button>
        <Button
          small
          aria-label={sayOnPage('account.removeNamed', { name: shown })}
          onClick={() => void act(() => request(path, { method: 'DELETE' }))}
        >
          {sayOnPage('account.remove')}
        </Button>
      </div>
    </li>
  );
}
