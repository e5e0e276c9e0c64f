import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { METRICS, type MetricId } from '../../../../src/metrics/index.js';
import { request } from '../../api/client.js';
import type { DayDetail } from '../../api/types.js';
import { FormEnd, NumberField, TextField, useShowWrong } from '../../ui/index.js';
import { clock, figure, phrase } from '../../words/index.js';

type Reading = DayDetail['observations'][number];
/** A reading, and what somebody of the team is about to do with it. */
export interface Mending {
  readonly reading: Reading;
  readonly how: 'value' | 'error';
}

/** Asks for the right value, or whether it is an error, and always why; says what will be before it is. */
export function CorrectReading(props: {
  patientId: string;
  metric: MetricId;
  zone: string;
  mending: Mending;
  onDone: (isMended: boolean) => void;
}) {
  const { patientId, metric, zone, onDone } = props;
  // The day may be read anew beneath: what is mended is what was shown when somebody was asked.
  const [{ reading, how }] = useState(props.mending);
  const queries = useQueryClient();
  const [value, setValue] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState<object | null>(null);
  const mend = useMutation({
    mutationFn: () =>
      request(`/api/v1/patients/${patientId}/observations/${reading.id}/correction`, {
        method: 'POST',
        body: { version: reading.version, reason: reason.trim(), ...(how === 'value' ? { value } : {}) },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['trend', patientId] });
      onDone(true);
    },
  });
  const { min, max, unitDisplay, selfReported } = METRICS[metric];
  const unit = selfReported ? '' : unitDisplay;
  const isPossible = value !== null && value >= min && value <= max;
  const wrongValue = how === 'value' && !isPossible;
  const wrongReason = reason.trim().length < 3;
  const form = useShowWrong(asked, mend.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (!wrongValue && !wrongReason) mend.mutate();
  };
  const facts = { at: clock(reading.startAt, zone), value: `${figure(metric, reading.value)} ${unit}`.trim() };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p>{phrase(how === 'value' ? 'mend.valueWhat' : 'mend.errorWhat', facts)}</p>
      {how === 'value' && (
        <NumberField
          label={phrase('mend.value', { unit: unit || 'none' })}
          value={value}
          onChange={setValue}
          error={asked && wrongValue ? phrase('mend.range', { min, max }) : null}
        />
      )}
      <TextField
        label={phrase('mend.why')}
        hint={phrase('mend.whyHint')}
        maxLength={300}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={asked && wrongReason ? phrase('mend.needsWhy') : null}
      />
      <FormEnd
        label={phrase(how === 'value' ? 'mend.correct' : 'mend.mark')}
        busy={mend.isPending}
        error={mend.error}
        onClose={() => onDone(false)}
      />
    </form>
  );
}
