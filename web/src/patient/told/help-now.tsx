import { IconPhone } from '@tabler/icons-react';
import type { NoticeList } from '../../api/types.js';
import { sayOnPage } from '../../words/index.js';

/** What to do now, at the top of the page, while an answer of theirs makes somebody worry. */
export function HelpNow({ help }: { help: NonNullable<NoticeList['help']> }) {
  const { flag, emergencyNumber, crisisLine } = help;
  const number = emergencyNumber ?? '';
  return (
    <section className="note help" role="alert" aria-labelledby="help-title">
      <div className="col">
        <h2 id="help-title">{sayOnPage('help.title')}</h2>
        <p>{sayOnPage(flag === 'self-harm' ? 'help.selfHarm' : 'help.other')}</p>
        {crisisLine && <p>{crisisLine}</p>}
        <p>{sayOnPage('help.danger', { hasNumber: String(emergencyNumber !== null), number })}</p>
        {emergencyNumber && (
          <a className="btn p" href={`tel:${emergencyNumber.replace(/[^+\d]/g, '')}`}>
            <IconPhone className="i" aria-hidden="true" />
            {sayOnPage('help.call', { number })}
          </a>
        )}
      </div>
    </section>
  );
}
