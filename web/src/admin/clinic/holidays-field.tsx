import { useState } from 'react';
import type { Holiday } from '../../api/types.js';
import { Button, TextField } from '../../ui/index.js';
import { sayOnPage, weekdayDay } from '../../words/index.js';
import { toHoursText } from './hours-text.js';

/** Days on which the clinic is closed. Enter adds one, so that a year's worth takes a minute. */
export function HolidaysField(props: { holidays: readonly Holiday[]; onChange: (holidays: Holiday[]) => void }) {
  const { holidays, onChange } = props;
  const [on, setOn] = useState('');
  const [name, setName] = useState('');
  const complete = on !== '' && name.trim() !== '' && !holidays.some((day) => day.on === on && day.siteId === null);
  const add = () => {
    if (!complete) return;
    const all = [...holidays, { on, name: name.trim(), siteId: null, hours: [] }];
    onChange(all.sort((a, b) => (a.on < b.on ? -1 : 1)));
    setOn('');
    setName('');
  };
  return (
    <fieldset className="group">
      <legend>{sayOnPage('clinic.holidays')}</legend>
      {holidays.length === 0 && <p className="dim">{sayOnPage('clinic.noHolidays')}</p>}
      <ul className="lines">
        {holidays.map((day) => (
          <li key={`${day.on} ${day.siteId}`} className="row">
            <span className="grow">
              {weekdayDay(day.on)} · {day.name}
              {day.hours.length > 0 && ` · ${toHoursText(day.hours)}`}
            </span>
            <Button small kind="quiet" onClick={() => onChange(holidays.filter((one) => one !== day))}>
              {sayOnPage('clinic.removeHoliday', { name: day.name })}
            </Button>
          </li>
        ))}
      </ul>
      <div
        className="cols"
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          add();
        }}
      >
        <TextField
          label={sayOnPage('clinic.holidayOn')}
          type="date"
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <TextField
          label={sayOnPage('clinic.holidayName')}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </div>
      <div>
        <Button small onClick={add} busy={!complete}>
          {sayOnPage('clinic.addHoliday')}
        </Button>
      </div>
    </fieldset>
  );
}
