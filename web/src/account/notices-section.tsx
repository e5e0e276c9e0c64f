import { request } from '../api/client.js';
import type { NoticeSettings } from '../api/types.js';
import { isPatientSide, useClinicZone, useSession } from '../app/session.js';
import { pushWorks, subscribeHere, unsubscribeHere } from '../notify/push-device.js';
import { Button, Checkbox, Failed, Loading } from '../ui/index.js';
import { dayIn, sayOnPage, shortDay, zoneHere } from '../words/index.js';
import { deviceHere } from './device-words.js';
import { QuietHours } from './quiet-hours.js';
import { Section } from './section.js';
import { NOTICES_PATH, useNotices } from './use-notices.js';

/** How one is told that an item waits: on which devices, by mail, and when not. */
export function NoticesSection() {
  const { notices, busy, told, change, save } = useNotices();
  const isStaff = !isPatientSide(useSession());
  const title = sayOnPage('notices.title');
  const data = notices.data;
  return (
    <Section title={title} why={sayOnPage('notices.why')} told={told}>
      {notices.error && <Failed part={title} error={notices.error} retry={() => void notices.refetch()} />}
      {notices.isPending && <Loading rows={3} />}
      {data && (
        <>
          <Checkbox checked={data.webPush} onChange={(event) => save({ webPush: event.currentTarget.checked })}>
            {sayOnPage('notices.push')}
          </Checkbox>
          <Devices data={data} busy={busy} change={change} />
          <Checkbox checked={data.email} onChange={(event) => save({ email: event.currentTarget.checked })}>
            {sayOnPage(data.mails ? 'notices.email' : 'notices.noMail', { address: data.emailAddress })}
          </Checkbox>
          <QuietHours
            hours={data.quietHours}
            zone={data.timeZone}
            onChange={(quietHours) => save({ quietHours, timeZone: zoneHere() })}
          />
          {data.quietHours && (
            <Checkbox checked={data.interrupt} onChange={(event) => save({ interrupt: event.currentTarget.checked })}>
              {sayOnPage('notices.interrupt', { isStaff: String(isStaff) })}
            </Checkbox>
          )}
          <div>
            <Button
              busy={busy}
              onClick={() =>
                void change(
                  () => request(`${NOTICES_PATH}/test`, { method: 'POST', body: {} }),
                  sayOnPage('notices.tested'),
                )
              }
            >
              {sayOnPage('notices.test')}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}

function Devices(props: {
  data: NoticeSettings;
  busy: boolean;
  change: (run: () => Promise<unknown>, done?: string) => Promise<boolean>;
}) {
  const { data, busy, change } = props;
  const zone = useClinicZone();
  const add = () =>
    change(async () => {
      const keys = await subscribeHere(data.publicKey);
      await request(`${NOTICES_PATH}/devices`, {
        method: 'POST',
        body: { id: crypto.randomUUID(), device: deviceHere(), ...keys },
      });
    }, sayOnPage('notices.added'));
  const remove = (id: string) =>
    change(async () => {
      await request(`${NOTICES_PATH}/devices/${encodeURIComponent(id)}`, { method: 'DELETE' });
      // The only one is this browser, or one that is gone: it need not be woken any more.
      if (data.devices.length === 1) await unsubscribeHere();
    });
  return (
    <>
      <ul className="things">
        {data.devices.map(({ id, device, createdAt }) => (
          <li key={id} className="thing">
            <div>
              <b>{device}</b>
              <div className="small dim">{sayOnPage('notices.since', { since: shortDay(dayIn(createdAt, zone)) })}</div>
            </div>
            <Button
              small
              busy={busy}
              aria-label={sayOnPage('account.removeNamed', { name: device })}
              onClick={() => void remove(id)}
            >
              {sayOnPage('account.remove')}
            </Button>
          </li>
        ))}
      </ul>
      {pushWorks() ? (
        <div>
          <Button busy={busy} onClick={() => void add()}>
            {sayOnPage('notices.add')}
          </Button>
        </div>
      ) : (
        <p className="dim">{sayOnPage('notices.unsupported')}</p>
      )}
    </>
  );
}
