import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { membersQuery } from '../api/queries.js';
import { PageBar } from '../app/page.js';
import { useSession } from '../app/session.js';
import { Avatar, Button, Dialog, Empty, Failed, Loading } from '../ui/index.js';
import { PROFESSION_WORDS, ROLE_WORDS } from '../words/index.js';
import { InvitationsPanel } from './invitations-panel.js';
import { InviteForm } from './invite-form.js';
import './team.css';

/** Who works here. Administrators invite; coordinators read. */
export function TeamPage() {
  const { role, clinic } = useSession();
  const members = useQuery(membersQuery);
  const [inviting, setInviting] = useState(false);
  return (
    <>
      <PageBar title="Team" aside={clinic.name}>
        {role === 'admin' && (
          <Button
            kind="primary"
            icon={<IconUserPlus className="i" aria-hidden="true" />}
            onClick={() => setInviting(true)}
          >
            Invite
          </Button>
        )}
      </PageBar>
      {members.error && <Failed part="The team" error={members.error} retry={() => void members.refetch()} />}
      {members.isPending && <Loading rows={5} />}
      {members.data?.items.length === 0 && <Empty title="No one yet." />}
      {members.data && members.data.items.length > 0 && (
        <div className="team">
          <table>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Profession</th>
                <th scope="col">Role</th>
                <th scope="col" className="mail">
                  E-mail
                </th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {members.data.items.map((member) => (
                <tr key={member.personId}>
                  <th scope="row">
                    <span className="row">
                      <Avatar name={member.name} />
                      {member.name}
                    </span>
                  </th>
                  <td>{member.profession ? PROFESSION_WORDS[member.profession] : ''}</td>
                  <td>{ROLE_WORDS[member.role]}</td>
                  <td className="mail">{member.email}</td>
                  <td>{member.active ? 'Active' : 'Not active'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {(role === 'admin' || role === 'coordinator') && <InvitationsPanel />}
      <Dialog title="Invite to the team" opened={inviting} onClose={() => setInviting(false)}>
        <InviteForm onClose={() => setInviting(false)} />
      </Dialog>
    </>
  );
}
