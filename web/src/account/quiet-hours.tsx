import { useState, type FormEvent } from 'react';
import type { NoticeSettings } from '../api/types.js';
import { Button, Checkbox, TextField } from '../ui/index.js';
import { cityOf, sayOnPage } from '../words/index.js';

type Hours = NoticeSettings['quietHours'];
const NIGHT = { from: '21:00', until: '07:00' };

/** From when until when one is not told; over midnight when it ends earlier than it begins. */
export function QuietHours(props: { hours: Hours; zone: string; onChange: (hours: Hours) => void }) {
  const { hours, zone, onChange } = props;
  const [{ from, until }, set] = useState(hours ?? NIGHT);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (from && until && from !== until) onChange({ from, until });
  };
  const changed = hours !== null && (hours.from !== from || hours.until !== until);
  return (
    <>
      <Checkbox
        checked={hours !== null}
        onChange={(event) => onChange(event.currentTarget.checked ? { from, until } : null)}
      >
        {sayOnPage('notices.quiet')}
      </Checkbox>
      {hours && (
        <form className="row end" onSubmit={submit} noValidate>
          <TextField
            label={sayOnPage('notices.from')}
            type="time"
            value={from}
            onChange={(event) => set({ from: event.currentTarget.value, until })}
          />
          <TextField
            label={sayOnPage('notices.until')}
            type="time"
            value={until}
            error={from === until ? sayOnPage('notices.sameTime') : null}
            onChange={(event) => set({ from, until: event.currentTarget.value })}
          />
          <p className="small dim">{sayOnPage('notices.zone', { zone: cityOf(zone) })}</p>
          {changed && (
            <Button kind="primary" type="submit">
              {sayOnPage('account.save')}
            </Button>
          )}
        </form>
      )}
    </>
  );
}
