import { useState } from 'react';
import type { ConsentText } from '../api/types.js';
import { SelectField } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';
import './consents.css';

/** The words of a consent exactly as they were written, and which of the languages is shown. */
export function ConsentWords({ text }: { text: ConsentText }) {
  return (
    <div className="cwords" lang={text.language}>
      {text.body.split('\n\n').map((paragraph) => (
        <p key={paragraph}>{paragraph}</p>
      ))}
    </div>
  );
}

/** The text to show: in the language chosen, else in that of the browser, else the first there is. */
export function useTextOf(texts: readonly ConsentText[]) {
  const [language, setLanguage] = useState<string | null>(null);
  const wished = [language, ...navigator.languages, ...navigator.languages.map((l) => l.split('-')[0] ?? l)];
  const found = wished.flatMap((wish) => texts.filter((text) => text.language === wish))[0];
  return { text: found ?? texts[0]!, setLanguage };
}

export function LanguageField(props: {
  texts: readonly ConsentText[];
  text: ConsentText;
  onChoose: (language: string) => void;
}) {
  const { texts, text, onChoose } = props;
  if (texts.length < 2) return null;
  return (
    <SelectField
      label={sayOnPage('consent.language')}
      value={text.language}
      onChange={(event) => onChoose(event.currentTarget.value)}
    >
      {texts.map(({ language }) => (
        <option key={language} value={language}>
          {languageName(language)}
        </option>
      ))}
    </SelectField>
  );
}

/** "Deutsch" for de: everybody finds the own language. */
export const languageName = (language: string): string =>
  new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
