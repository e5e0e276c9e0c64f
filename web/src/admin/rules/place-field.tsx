import { useQuery } from '@tanstack/react-query';
import { patientsQuery } from '../../api/queries.js';
import { SelectField } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import type { Place } from './rule-draft.js';

/** Whose rules are looked at: the clinic's, a programme's, one patient's. */
export function PlaceField(props: {
  place: Place;
  programmes: readonly string[];
  patientsOnly: boolean;
  onChange: (place: Place) => void;
}) {
  const { place, programmes, patientsOnly, onChange } = props;
  const isPatient = place.patient !== undefined;
  const patients = useQuery({ ...patientsQuery(''), enabled: isPatient });
  const chosen = isPatient ? 'patient' : place.programme ? `programme ${place.programme}` : 'clinic';
  const choose = (value: string) => {
    if (value === 'patient') onChange({ patient: '' });
    else onChange(value === 'clinic' ? {} : { programme: value.slice('programme '.length) });
  };
  return (
    <div className="cols place">
      <SelectField
        label={sayOnPage('rules.scope')}
        value={chosen}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        <option value="clinic">{sayOnPage('rules.scopeClinic')}</option>
        {!patientsOnly &&
          programmes.map((programme) => (
            <option key={programme} value={`programme ${programme}`}>
              {sayOnPage('rules.scopeProgramme', { programme })}
            </option>
          ))}
        <option value="patient">{sayOnPage('rules.scopePatient')}</option>
      </SelectField>
      {isPatient && (
        <SelectField
          label={sayOnPage('rules.patient')}
          value={place.patient}
          onChange={(event) => onChange({ patient: event.currentTarget.value })}
        >
          <option value="">{sayOnPage('rules.choosePatient')}</option>
          {patients.data?.items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}
