import { Menu } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { request } from '../api/client.js';
import type { Session } from '../api/types.js';
import { chooseFollowed } from './followed.js';

/** Everything that is shown was loaded for whom or where it was before: the page begins anew. */
const beginAnew = () => location.assign('/');

/** For whom, and in which clinic, somebody acts who could act for others: part of the account's menu. */
export function PlacesOfActing({ session }: { session: Session }) {
  const { lookedAfter, patientId, clinics, clinic, person } = session;
  const chooseClinic = async (clinicId: string) => {
    await request('/api/v1/session/clinic', { method: 'PUT', body: { clinicId } });
    beginAnew();
  };
  return (
    <>
      {lookedAfter.length > 1 && (
        <Choice
          label="You look after"
          items={lookedAfter}
          chosen={patientId}
          onChoose={(id) => {
            chooseFollowed(person.id, id);
            beginAnew();
          }}
        />
      )}
      {clinics.length > 1 && (
        <Choice label="Clinic" items={clinics} chosen={clinic.id} onChoose={(id) => void chooseClinic(id)} />
      )}
    </>
  );
}

interface ChoiceProps {
  label: string;
  items: readonly { readonly id: string; readonly name: string }[];
  chosen: string | null;
  onChoose: (id: string) => void;
}

function Choice({ label, items, chosen, onChoose }: ChoiceProps): ReactNode {
  return (
    <>
      <Menu.Label>{label}</Menu.Label>
      {items.map(({ id, name }) => (
        <Menu.Item
          key={id}
          aria-current={id === chosen ? 'true' : undefined}
          leftSection={
            <IconCheck className="i" aria-hidden style={{ visibility: id === chosen ? 'visible' : 'hidden' }} />
          }
          onClick={() => id !== chosen && onChoose(id)}
        >
          {name}
        </Menu.Item>
      ))}
      <Menu.Divider />
    </>
  );
}
