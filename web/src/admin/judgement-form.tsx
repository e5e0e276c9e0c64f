import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import type { ReviewedGlass } from '../api/types.js';
import { Button, Message, SelectField, TextField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

type Verdict = NonNullable<ReviewedGlass['verdict']>;
const VERDICTS = ['justified', 'unclear', 'unjustified'] as const satisfies readonly Verdict[];

/** What is not in order needs a sentence: what follows from it. */
export function JudgementForm({ glassId }: { glassId: string }) {
  const queries = useQueryClient();
  const [verdict, setVerdict] = useState<Verdict>('justified');
  const [note, setNote] = useState('');
  const [asked, setAsked] = useState(false);
  const lacksNote = verdict !== 'justified' && note.trim().length < 10;
  const judge = useMutation({
    mutationFn: () =>
      request<ReviewedGlass>(`/api/v1/break-glass/${glassId}/judgement`, {
        method: 'POST',
        body: { verdict, ...(note.trim() ? { note: note.trim() } : {}) },
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ['glass', 'review'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!lacksNote) judge.mutate();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <div className="cols">
        <SelectField
          label={sayOnPage('review.verdict')}
          value={verdict}
          onChange={(event) => setVerdict(event.currentTarget.value as Verdict)}
        >
          {VERDICTS.map((value) => (
            <option key={value} value={value}>
              {sayOnPage('review.verdictWord', { verdict: value })}
            </option>
          ))}
        </SelectField>
        <TextField
          label={sayOnPage('review.note')}
          value={note}
          maxLength={1000}
          error={asked && lacksNote ? sayOnPage('review.noteNeeded') : null}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      {judge.error && <Message>{judge.error.message}</Message>}
      <div>
        <Button type="submit" busy={judge.isPending}>
          {sayOnPage('review.save')}
        </Button>
      </div>
    </form>
  );
}
