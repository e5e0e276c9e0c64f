import { useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import type { Account } from '../api/types.js';
import { Button, Dialog, TextField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import { QrCode } from './qr-code.js';
import { RecoveryCodes } from './recovery-codes.js';
import { Section } from './section.js';
import { useAct } from './use-act.js';

const PATH = '/api/v1/account/code-app';

export function CodeAppSection({ account }: { account: Account }) {
  const { busy, told, act } = useAct();
  const [uri, setUri] = useState<string | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const begin = () => act(async () => setUri((await request<{ uri: string }>(PATH, { method: 'POST', body: {} })).uri));
  const renew = () =>
    act(async () =>
      setCodes(
        (await request<{ codes: string[] }>('/api/v1/account/recovery-codes', { method: 'POST', body: {} })).codes,
      ),
    );
  const remove = () => act(() => request(PATH, { method: 'DELETE' }), sayOnPage('account.codeAppRemoved'));
  return (
    <Section
      title={sayOnPage('account.codeApp')}
      state={sayOnPage(account.codeApp ? 'account.codeAppOn' : 'account.codeAppOff')}
      why={sayOnPage('account.codeAppWhy')}
      told={told}
    >
      <div className="row">
        {account.codeApp ? (
          <>
            <Button busy={busy} onClick={() => void renew()}>
              {sayOnPage('account.recoveryNew')}
            </Button>
            <Button
              busy={busy}
              onClick={() => void remove()}
              aria-label={sayOnPage('account.removeNamed', { name: sayOnPage('account.codeApp') })}
            >
              {sayOnPage('account.remove')}
            </Button>
          </>
        ) : (
          <Button busy={busy} onClick={() => void begin()}>
            {sayOnPage('account.codeAppAdd')}
          </Button>
        )}
      </div>
      <Dialog title={sayOnPage('account.codeAppAdd')} opened={uri !== null} onClose={() => setUri(null)}>
        {uri && (
          <Confirm
            uri={uri}
            onDone={(made) => {
              setUri(null);
              setCodes(made);
            }}
          />
        )}
      </Dialog>
      <Dialog title={sayOnPage('account.recoveryTitle')} opened={codes !== null} onClose={null}>
        {codes && <RecoveryCodes codes={codes} onKept={() => setCodes(null)} />}
      </Dialog>
    </Section>
  );
}

/** The picture for the app, and the first code as proof that the app has read it. */
function Confirm({ uri, onDone }: { uri: string; onDone: (codes: string[]) => void }) {
  const { busy, told, act } = useAct();
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act(async () =>
      onDone((await request<{ codes: string[] }>(`${PATH}/confirm`, { method: 'POST', body: { code } })).codes),
    );
  };
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  return (
    <form className="form" onSubmit={submit} noValidate>
      <p>{sayOnPage('account.codeAppScan')}</p>
      <QrCode text={uri} label={sayOnPage('account.codeAppPicture')} />
      <div>
        <p className="dim">{sayOnPage('account.codeAppSecret')}</p>
        <code className="breakable">{secret.replace(/(.{4})/g, '$1 ').trim()}</code>
      </div>
      <TextField
        label={sayOnPage('account.code')}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        error={told && !told.ok ? told.words : null}
        onChange={(event) => setCode(event.currentTarget.value)}
        data-autofocus
      />
      <div>
        <Button kind="primary" type="submit" busy={busy}>
          {sayOnPage('account.codeAppConfirm')}
        </Button>
      </div>
    </form>
  );
}
