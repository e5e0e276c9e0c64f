import type { ReactNode } from 'react';
import { cityOf, modernZone, phrase, sayOnPage } from '../words/index.js';
import { SelectField } from './controls.js';
import { groupZones } from './zone-groups.js';

const TIME_ZONES = [...new Set(Intl.supportedValuesOf('timeZone').map(modernZone))];
const GROUPS = groupZones(TIME_ZONES);

/** Every time zone that this browser knows, and the one that is chosen if it knows that by another name. */
export function ZoneField(props: {
  label: string;
  hint?: ReactNode;
  /** An IANA name; empty: it is asked for. */
  zone: string;
  error?: string | null;
  onChange: (zone: string) => void;
}) {
  const { label, hint, error, onChange } = props;
  const zone = modernZone(props.zone);
  return (
    <SelectField
      label={label}
      hint={hint}
      error={error}
      value={zone}
      onChange={(event) => onChange(event.target.value)}
    >
      {!TIME_ZONES.includes(zone) && <option value={zone}>{zone ? cityOf(zone) : sayOnPage('field.pick')}</option>}
      {GROUPS.map(({ area, zones }) => (
        <optgroup key={area} label={phrase('zones.area', { area: area || 'none' })}>
          {zones.map((one) => (
            <option key={one.zone} value={one.zone}>
              {one.place}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}
