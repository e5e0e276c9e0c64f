import type { ReactNode } from 'react';
import { modernZone, phrase } from '../words/index.js';
import { SelectField } from './controls.js';
import { groupZones } from './zone-groups.js';

const TIME_ZONES = [...new Set(Intl.supportedValuesOf('timeZone').map(modernZone))];
const GROUPS = groupZones(TIME_ZONES);

/** Every time zone that this browser knows, and the one that is chosen if it knows that by another name. */
export function ZoneField(props: {
  label: string;
  hint?: ReactNode;
  /** An IANA name. */
  zone: string;
  onChange: (zone: string) => void;
}) {
  const { label, hint, onChange } = props;
  const zone = modernZone(props.zone);
  return (
    <SelectField label={label} hint={hint} value={zone} onChange={(event) => onChange(event.target.value)}>
      {!TIME_ZONES.includes(zone) && <option>{zone}</option>}
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
