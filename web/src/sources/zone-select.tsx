import { SelectField } from '../ui/index.js';
import { phrase } from '../words/index.js';
import { groupZones } from './zone-groups.js';

const TIME_ZONES = Intl.supportedValuesOf('timeZone');
const GROUPS = groupZones(TIME_ZONES);

/** Every time zone that this browser knows, and the one that is chosen if it knows that by another name. */
export function ZoneSelect(props: { label: string; zone: string; onChange: (zone: string) => void }) {
  const { label, zone, onChange } = props;
  return (
    <SelectField label={label} value={zone} onChange={(event) => onChange(event.target.value)}>
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
