import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../api/client.js';
import { consentTextsQuery } from '../api/queries.js';
import type { ConsentText, NewConsentText } from '../api/types.js';
import { Button, Message, TextArea, TextField } from '../ui/index.js';
import { purposeWords, sayOnPage } from '../words/index.js';

/** A new version begins with the words of the old one. In another language it is that language's first. */
export function ConsentTextForm({ text, onClose }: { text: ConsentText; onClose: () => void }) {
  const queries = useQueryClient();
  const id = useRef(newId());
  const [title, setTitle] = useState(text.title);
  const [body, setBody] = useState(text.body);
  const [language, setLanguage] = useState(text.language);
  const publish = useMutation({
    mutationFn: () =>
      request('/api/v1/consent-texts', {
        method: 'POST',
        body: { id: id.current, purpose: text.purpose, language, title, body } satisfies NewConsentText,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: consentTextsQuery.queryKey });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <p className="small dim">{purposeWords(text.purpose)}</p>
      <TextField
        label={sayOnPage('consent.language')}
        hint={sayOnPage('consentTexts.languageHint')}
        value={language}
        maxLength={6}
        onChange={(event) => setLanguage(event.currentTarget.value.trim())}
      />
      <TextField
        label={sayOnPage('consentTexts.heading')}
        value={title}
        maxLength={120}
        onChange={(event) => setTitle(event.currentTarget.value)}
        data-autofocus
      />
      <TextArea
        label={sayOnPage('consentTexts.body')}
        hint={sayOnPage('consentTexts.bodyHint')}
        value={body}
        maxLength={20_000}
        rows={12}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      {publish.error && <Message>{publish.error.message}</Message>}
      <div className="row">
        <Button kind="primary" type="submit" busy={publish.isPending}>
          {sayOnPage('consentTexts.publish')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {sayOnPage('consent.cancel')}
        </Button>
      </div>
    </form>
  );
}
