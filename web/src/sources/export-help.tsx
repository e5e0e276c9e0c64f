import { phrase } from '../words/index.js';
import './sources.css';

const SITE = 'takeout.google.com';

/** Where the files come from that can be brought in: a line for each maker. */
export function ExportHelp({ id }: { id?: string }) {
  const [before, after] = phrase('file.ofFitbit', { site: SITE }).split(SITE);
  return (
    <ul className="small dim exporthelp" id={id}>
      <li>{phrase('file.ofIphone')}</li>
      <li>
        {before}
        <a href={`https://${SITE}`} target="_blank" rel="noreferrer">
          {SITE}
        </a>
        {after}
      </li>
    </ul>
  );
}
