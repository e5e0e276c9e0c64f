import { IconPlus } from '@tabler/icons-react';
import { newId } from '../../api/client.js';
import type { Site } from '../../api/types.js';
import { Button, TextField } from '../../ui/index.js';
import { sayOnPage, WEEKDAYS } from '../../words/index.js';
import { readHoursText, toHoursText } from './hours-text.js';

/** A site as it is typed: hours are text until the form is sent. */
export interface SiteDraft {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly hours: readonly string[];
}

export const toDraft = (site: Site): SiteDraft => ({
  id: site.id,
  name: site.name,
  address: site.address ?? '',
  hours: site.hours.map(toHoursText),
});
export const fromDraft = ({ id, name, address, hours }: SiteDraft): Site => ({
  id,
  name: name.trim(),
  address: address.trim() || null,
  hours: hours.map((text) => readHoursText(text) ?? []),
});
const OFFICE = '08:00–17:00';

export function SitesField(props: {
  sites: readonly SiteDraft[];
  onChange: (sites: SiteDraft[]) => void;
  asked: boolean;
}) {
  const { sites, onChange, asked } = props;
  const change = (id: string, part: Partial<SiteDraft>) =>
    onChange(sites.map((site) => (site.id === id ? { ...site, ...part } : site)));
  const add = () =>
    onChange([...sites, { id: newId(), name: '', address: '', hours: WEEKDAYS.map((_, i) => (i < 5 ? OFFICE : '')) }]);
  return (
    <fieldset className="group">
      <legend>{sayOnPage('clinic.sites')}</legend>
      {sites.map((site) => (
        <div key={site.id} className="site">
          <div className="cols">
            <TextField
              label={sayOnPage('clinic.siteName')}
              value={site.name}
              error={asked && !site.name.trim() ? sayOnPage('field.needed') : null}
              onChange={(event) => change(site.id, { name: event.currentTarget.value })}
            />
            <TextField
              label={sayOnPage('clinic.siteAddress')}
              value={site.address}
              onChange={(event) => change(site.id, { address: event.currentTarget.value })}
            />
          </div>
          <div className="week" role="group" aria-label={sayOnPage('clinic.hours', { site: site.name || '…' })}>
            {WEEKDAYS.map((day, i) => (
              <TextField
                key={day}
                label={day}
                aria-label={sayOnPage('clinic.hoursOf', { day })}
                value={site.hours[i] ?? ''}
                error={asked && readHoursText(site.hours[i] ?? '') === null ? sayOnPage('clinic.hoursWrong') : null}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  change(site.id, { hours: site.hours.map((text, n) => (n === i ? value : text)) });
                }}
              />
            ))}
          </div>
          <div className="row">
            <p className="small dim grow">{sayOnPage('clinic.hoursHint')}</p>
            <Button small kind="quiet" onClick={() => onChange(sites.filter(({ id }) => id !== site.id))}>
              {sayOnPage('clinic.removeSite', { name: site.name || '…' })}
            </Button>
          </div>
        </div>
      ))}
      <div>
        <Button small icon={<IconPlus className="i" aria-hidden="true" />} onClick={add}>
          {sayOnPage('clinic.addSite')}
        </Button>
      </div>
    </fieldset>
  );
}
