import { IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { useSavedViews } from '../../app/saved-views.js';
import { Button, Message, TextField } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { type Filters, isSame } from './filters.js';
import { VerbForm } from './verb-form.js';

/** Gives the filters that are set a name; or, where they have one, lets go of it. */
export function SaveView({ filters }: { filters: Filters }) {
  const { items, keep, remove } = useSavedViews();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [asked, setAsked] = useState(false);
  const known = items.find((view) => isSame(view.filters, filters));
  const error = keep.error ?? remove.error;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() === '') return;
    keep.mutate({ name: name.trim(), filters }, { onSuccess: () => setOpened(false) });
  };
  return (
    <div className="save-view">
      {error && <Message>{error.message}</Message>}
      {known ? (
        <Button
          icon={<IconTrash className="i" aria-hidden="true" />}
          busy={remove.isPending}
          onClick={() => remove.mutate(known.id)}
        >
          {sayOnPage('worklist.views.remove', { name: known.name })}
        </Button>
      ) : opened ? (
        <VerbForm label={sayOnPage('worklist.views.save')} onSubmit={submit} onCancel={() => setOpened(false)}>
          <TextField
            label={sayOnPage('worklist.views.name')}
            hint={sayOnPage('worklist.views.hint')}
            value={name}
            maxLength={60}
            error={asked && name.trim() === '' ? sayOnPage('worklist.views.missing') : null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button kind="primary" type="submit" busy={keep.isPending}>
            {sayOnPage('worklist.views.keep')}
          </Button>
        </VerbForm>
      ) : (
        <Button onClick={() => setOpened(true)}>{sayOnPage('worklist.views.save')}</Button>
      )}
    </div>
  );
}
