import { IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { membersQuery } from '../api/queries.js';
import { PageBar } from '../app/page.js';
import { useSession } from '../app/session.js';
import { Avatar, Button, Dialog, Empty, Failed, Loading } from '../ui/index.js';
import type { Member } from '../api/types.js';
import { PROFESSION_WORDS, ROLE_WORDS, sayOnPage } from '../words/index.js';
import { InvitationsPanel } from './invitations-panel.js';
import { InviteForm } from './invite-form.js';
import { MemberForm } from './staff/member-form.js';
import { Teams } from './staff/teams.js';
import './clinic/clinic.css';
import './team.css';

/** Who works here. Administrators invite; coordinators read. */
export function TeamPage() {
  const { role, clinic } = useSession();
  const members = useQuery(membersQuery);
  const [inviting, setInviting] = useState(false);
  const [editing, setEditing] = useState<Member | null>(null);
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
                <th scope="col" className="state-cell">
                  State
                </th>
                {role === 'admin' && (
                  <th scope="col">
                    <span className="sr">{sayOnPage('common.edit')}</span>
                  </th>
                )}
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
                  <td>
                    {ROLE_WORDS[member.role]}
                    {!member.active && <span className="dim phone-only">, {sayOnPage('member.inactive')}</span>}
                  </td>
                  <td className="mail">{member.email}</td>
                  <td className="state-cell">{member.active ? 'Active' : 'Not active'}</td>
                  {role === 'admin' && (
                    <td>
                      <Button small kind="quiet" onClick={() => setEditing(member)}>
                        {sayOnPage('common.edit')}
                        <span className="sr"> {member.name}</span>
                      </Button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {role === 'admin' && members.data?.items.length === 1 && (
        <section className="staffsec">
          <p>{sayOnPage('team.alone')}</p>
        </section>
      )}
      {(role === 'admin' || role === 'coordinator') && <InvitationsPanel />}
      <Teams />
      <Dialog
        title={sayOnPage('member.title', { name: editing?.name ?? '' })}
        opened={editing !== null}
        onClose={() => setEditing(null)}
      >
        {editing && <MemberForm key={editing.personId} member={editing} onClose={() => setEditing(null)} />}
      </Dialog>
      <Dialog title="Invite to the team" opened={inviting} onClose={() => setInviting(false)}>
        <InviteForm onClose={() => setInviting(false)} />
      </Dialog>
    </>
  );
}
