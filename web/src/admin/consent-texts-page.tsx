import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { consentTextsQuery } from '../api/queries.js';
import type { ConsentTexts } from '../api/types.js';
import { PageBar } from '../app/page.js';
import { useSession } from '../app/session.js';
import { ConsentWords, languageName } from '../consents/consent-words.js';
import { Button, Dialog, Failed, Loading } from '../ui/index.js';
import { purposeWords, sayOnPage } from '../words/index.js';
import { ConsentTextForm } from './consent-text-form.js';
import './reviews.css';

type Text = ConsentTexts['items'][number];

/** The words in force, and the way to publish new ones. */
export function ConsentTextsPage() {
  const { clinic } = useSession();
  const texts = useQuery(consentTextsQuery);
  const [editing, setEditing] = useState<Text | null>(null);
  return (
    <>
      <PageBar title={sayOnPage('consentTexts.title')} aside={clinic.name} />
      <div className="reviews">
        <p className="dim">{sayOnPage('consentTexts.lead')}</p>
        {texts.isPending && <Loading rows={4} height={96} />}
        {texts.error && (
          <Failed part={sayOnPage('consentTexts.title')} error={texts.error} retry={() => void texts.refetch()} />
        )}
        <ul>
          {texts.data?.items.map((text) => (
            <li key={`${text.purpose} ${text.language}`}>
              <article aria-labelledby={`${text.purpose}-${text.language}`}>
                <div className="row">
                  <h2 id={`${text.purpose}-${text.language}`} className="grow" lang={text.language}>
                    {text.title}
                  </h2>
                  <Button small onClick={() => setEditing(text)}>
                    {sayOnPage('consentTexts.edit')}
                    <span className="sr"> {text.title}</span>
                  </Button>
                </div>
                <p className="small dim">
                  {purposeWords(text.purpose)} ·{' '}
                  {sayOnPage('consentTexts.version', { version: text.version, language: languageName(text.language) })}
                </p>
                <ConsentWords text={text} />
              </article>
            </li>
          ))}
        </ul>
      </div>
      <Dialog title={sayOnPage('consentTexts.edit')} opened={editing !== null} onClose={() => setEditing(null)} wide>
        {editing && <ConsentTextForm text={editing} onClose={() => setEditing(null)} />}
      </Dialog>
    </>
  );
}
