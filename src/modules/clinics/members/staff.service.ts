import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden, invalid, notFound } from '../../../platform/http/domain-error.js';
import { recordChange } from '../settings/changes.repository.js';
import { decideMemberChange } from './decide-member-change.js';
import * as repository from './staff.repository.js';
import type { MemberChange, NewTeam } from './staff.schema.js';

/** Who works here as what, and in which teams. */
@Injectable()
export class StaffService {
  constructor(private readonly database: Database) {}

  /** Another role or profession, the end, or back again. An ended member's sessions and sockets see nothing within seconds. */
  changeMember(caller: Caller, personId: string, after: MemberChange): Promise<void> {
    const by = caller.personId;
    if (by === null) throw forbidden();
    if (!UUID.test(personId)) throw notFound('member');
    return this.database.inClinic(caller.clinicId, async () => {
      const found = await repository.lockMember(personId);
      if (!found) throw notFound('member');
      const { member: before, otherAdmins } = found;
      const decision = decideMemberChange(before, after, { isOwn: personId === by, otherAdmins });
      if (decision.kind === 'refuse') throw new DomainError(decision.code, 409, decision.reason);
      caller.act.objectId = personId;
      if (decision.kind === 'change') {
        await repository.updateMember(personId, after);
        await recordChange({ kind: 'member', objectId: personId, before: { ...before }, after, by });
      }
      await audit(caller);
    });
  }

  teams(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => ({
      items: [...Map.groupBy(await repository.findTeams(), ({ id }) => id)].map(([id, rows]) => ({
        id,
        name: rows[0]!.name,
        members: rows.flatMap(({ personId, personName, profession }) =>
          personId && personName ? [{ personId, name: personName, profession }] : [],
        ),
      })),
    }));
  }

  saveTeam(caller: Caller, id: string, { name, memberIds }: NewTeam) {
    const by = caller.personId;
    if (by === null) throw forbidden();
    if (!UUID.test(id)) throw invalid([{ path: 'id', message: 'must be a UUID' }], 400);
    return this.database.inClinic(caller.clinicId, async () => {
      const members = [...new Set(memberIds)].sort();
      const known = await repository.findCarePeople(members);
      const stranger = memberIds.findIndex((personId) => !known.includes(personId));
      if (stranger >= 0)
        throw invalid([
          { path: `memberIds.${stranger}`, message: 'must be a clinician or coordinator of this clinic' },
        ]);
      const before = await repository.lockTeam(id);
      if (before === false) throw new DomainError('TEAM_ENDED', 409, 'This team has ended: make a new one.');
      await repository.saveTeam(id, name, members);
      await recordChange({ kind: 'team', objectId: id, before, after: { name, memberIds: members }, by });
      caller.act.objectId = id;
      await audit(caller);
      return this.teams(caller);
    });
  }

  endTeam(caller: Caller, id: string): Promise<void> {
    const by = caller.personId;
    if (by === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      if (!UUID.test(id) || !(await repository.endTeam(id))) throw notFound('team');
      await recordChange({ kind: 'team', objectId: id, before: { active: true }, after: { active: false }, by });
      caller.act.objectId = id;
      await audit(caller);
    });
  }
}
