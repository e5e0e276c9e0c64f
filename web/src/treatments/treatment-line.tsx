import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Day } from '../api/types.js';
import { EVENT_ICONS } from '../charts/event-icons.js';
import { sayOnPage } from '../words/index.js';
import { type Listed, whenWords } from './treatment-list.js';
import './treatments.css';

/** One dose or procedure: what, how much, when; then what can be done about it. */
export function TreatmentLine({ listed, today, children }: { listed: Listed; today: Day; children?: ReactNode }) {
  const { treatment, stand } = listed;
  const Icon = EVENT_ICONS[treatment.kind];
  return (
    <li className="trt">
      <Icon className="i" aria-hidden="true" />
      <div>
        <span className={stand === 'past' ? 'dim' : undefined}>
          <b>{treatment.kind === 'dose' ? treatment.medication : treatment.text}</b>
          {treatment.kind === 'dose' && treatment.dose !== null && `, ${treatment.dose}`}
        </span>
        <div className="dim">{whenWords(listed, today)}</div>
        {treatment.label && (
          <div className="dim">
            <IconLock className="i" aria-hidden="true" /> {sayOnPage('treatment.protected', { label: treatment.label })}
          </div>
        )}
        {children}
      </div>
    </li>
  );
}
