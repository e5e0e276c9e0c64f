import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { forbidden, invalid, notFound } from '../../../platform/http/domain-error.js';
import { ruleChanged } from '../alerts.errors.js';
import { KIND_NAMES, type Kind } from '../concerns/kinds.js';
import type { ChangeRule, RuleQuery } from './alert-rule.schema.js';
import * as repository from './alert-rules.repository.js';
import { checkSettings } from './check-settings.js';
import { DEFAULT_RULES } from './default-rules.js';
import { findEffectiveRule } from './effective-rule.js';
import { reachRulesOf, reachScope } from './reach-scope.js';

@Injectable()
export class AlertRulesService {
  constructor(private readonly database: Database) {}

  list(caller: Caller, asked: RuleQuery) {
    return this.database.inClinic(caller.clinicId, async () => {
      const where = await this.findPlace(caller, asked);
      const versions = await repository.findNewestVersions(where);
      return {
        items: KIND_NAMES.map((kind) => {
          const { settings, from } = findEffectiveRule(versions, { kind, domain: null });
          return { kind, defaults: DEFAULT_RULES[kind], effective: settings, from };
        }),
        versions: versions.map(toVersion),
        programmes: await repository.findProgrammes(),
      };
    });
  }

  history(caller: Caller, kind: string, asked: RuleQuery) {
    return this.database.inClinic(caller.clinicId, async () => {
      const where = await this.findPlace(caller, asked);
      return { items: (await repository.findHistory(readKind(kind), where)).map(toVersion) };
    });
  }

  /** A new version; the ones before stay. */
  change(caller: Caller, name: string, change: ChangeRule) {
    const kind = readKind(name);
    const { personId } = caller;
    if (personId === null) throw forbidden();
    const problems = change.settings ? checkSettings(kind, change.settings) : [];
    if (problems.length > 0) throw invalid(problems);
    return this.database.inClinic(caller.clinicId, async () => {
      await reachScope(caller, change.scope);
      const { scope, domain } = change;
      const findHistory = () => repository.findHistory(kind, repository.placeOf(scope));
      if (!(await repository.insertVersion(kind, change, personId))) {
        const last = (await findHistory()).find((row) => row.scope === scope.of && row.domain === domain);
        throw ruleChanged(last && { by: last.changedByName, at: last.changedAt });
      }
      caller.act.objectId = `${kind}/${scope.of}`;
      caller.act.reason = change.reason;
      await audit(caller);
      return { items: (await findHistory()).map(toVersion) };
    });
  }

  setProgramme(caller: Caller, patientId: string, programme: string | null): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachRulesOf(caller, patientId);
      caller.act.objectId = 'programme';
      await repository.setProgramme(patientId, programme);
      await audit(caller);
    });
  }

  /** Of a patient: also the rules of the patient's programme. */
  private async findPlace(caller: Caller, { patientId, programme }: RuleQuery) {
    if (patientId === undefined) return { patientId: null, programme: programme ?? null };
    await reachPatient(caller, patientId);
    return { patientId, programme: programme ?? (await repository.findProgramme(patientId)) };
  }
}

function readKind(name: string): Kind {
  const kind = KIND_NAMES.find((one) => one === name);
  if (!kind) throw notFound('kind of alert');
  return kind;
}

const toVersion = ({ patientId, programme, scope, changedById, changedByName, ...row }: repository.RuleRow) => ({
  kind: row.kind,
  domain: row.domain,
  scope: { of: scope, programme, patientId },
  version: row.version,
  settings: row.settings,
  changedBy: { personId: changedById, name: changedByName },
  changedAt: row.changedAt.toISOString(),
  reason: row.reason,
});
