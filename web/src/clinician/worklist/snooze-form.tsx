import { useState, type FormEvent } from 'react';
import type { Day } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { Button, TextField } from '../../ui/index.js';
import { sayOnPage, weekdayDay } from '../../words/index.js';
import { snoozePresets, snoozeRange, type SnoozeUntil } from './snooze-presets.js';
import { VerbForm } from './verb-form.js';

/** Puts it off, for oneself alone: until a day, or until it is worse. */
export function SnoozeForm(props: {
  busy: boolean;
  /** When the patient's sprint is decided. */
  reviewOn: Day | null;
  /** It is snoozed already: it can be shown again. */
  onUnsnooze: (() => void) | null;
  onSnooze: (until: SnoozeUntil) => void;
  onCancel: () => void;
}) {
  const zone = useClinicZone();
  const [now] = useState(() => Date.now());
  const presets = snoozePresets(now, zone, props.reviewOn);
  const { first, last } = snoozeRange(now, zone);
  const [on, setOn] = useState(first);
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(on) && on >= first && on <= last;
  const [asked, setAsked] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (isDay) props.onSnooze({ when: 'day', on });
  };
  return (
    <VerbForm
      label={sayOnPage('worklist.snooze.title')}
      why={sayOnPage('worklist.snooze.why')}
      onSubmit={submit}
      onCancel={props.onCancel}
    >
      <div className="row wrap">
        {props.onUnsnooze && (
          <Button kind="primary" busy={props.busy} onClick={props.onUnsnooze}>
            {sayOnPage('worklist.snooze.again')}
          </Button>
        )}
        {presets.map(({ key, until }) => (
          <Button key={key} busy={props.busy} onClick={() => props.onSnooze(until)}>
            {sayOnPage('worklist.snooze.preset', { key })}
            {until.when === 'day' && <span className="dim small">{weekdayDay(until.on)}</span>}
          </Button>
        ))}
      </div>
      <div className="row wrap bottom">
        <TextField
          label={sayOnPage('worklist.snooze.day')}
          type="date"
          value={on}
          min={first}
          max={last}
          error={asked && !isDay ? sayOnPage('worklist.snooze.range') : null}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <Button type="submit" busy={props.busy}>
          {sayOnPage('worklist.snooze.do')}
        </Button>
        <Button kind="quiet" onClick={props.onCancel}>
          {sayOnPage('worklist.cancel')}
        </Button>
      </div>
    </VerbForm>
  );
}
