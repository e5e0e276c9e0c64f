import { useQuery } from '@tanstack/react-query';
import { IconPhone } from '@tabler/icons-react';
import { noticedQuery } from '../../api/queries.js';
import { sayOnPage, telephoneLink } from '../../words/index.js';

/** What to do now, before anything else on the page, while an answer of theirs makes somebody worry. */
export function HelpNow({ patientId }: { patientId: string }) {
  const help = useQuery(noticedQuery(patientId)).data?.help;
  if (!help) return null;
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
          <a className="btn p" href={telephoneLink(emergencyNumber)}>
            <IconPhone className="i" aria-hidden="true" />
            {sayOnPage('help.call', { number })}
          </a>
        )}
      </div>
    </section>
  );
}
