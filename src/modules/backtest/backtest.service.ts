import { Injectable } from '@nestjs/common';
import { addDays, civilDayOf } from '../../metrics/index.js';
import { audit } from '../../platform/auth/audit.js';
import { type Caller, touchPatients } from '../../platform/auth/caller.js';
import { canReach, UUID } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, forbidden, invalid, notFound } from '../../platform/http/domain-error.js';
import { checkSettings, reachScope } from '../alerts/index.js';
import type { Change, NewBackTest, Side } from './backtest.schema.js';
import * as repository from './backtest.repository.js';
import { insertJob } from './jobs.repository.js';
import { toResults } from './tally.js';

/** Whole weeks, so that the last one is as long as the others. */
const PERIOD_DAYS = 52 * 7;

/** What would another rule, or another alarm budget, have meant in the clinic's own last year? */
@Injectable()
export class BackTestService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Asks for it; it is played behind. The same id again is the same test; who begins another one ends the own one before. */
  begin(caller: Caller, { id, change }: NewBackTest) {
    const { personId } = caller;
    if (personId === null) throw forbidden();
    const problems = change.of === 'rule' && change.settings ? checkSettings(change.kind, change.settings) : [];
    if (problems.length > 0) throw invalid(problems.map(({ path, ...rest }) => ({ path: `change.${path}`, ...rest })));
    return this.database.inClinic(caller.clinicId, async () => {
      await reachScope(caller, scopeOf(change));
      caller.act.objectId = id;
      await audit(caller);
      const period = periodOf(this.clock.now());
      const isNew = await repository.insertBackTest({ id, change, by: personId, ...period });
      const one = (await repository.findBackTest(id))!;
      if (one.requestedById !== personId) throw new DomainError('ID_IN_USE', 409, 'This id is in use: make a new one.');
      if (isNew) {
        await repository.cancelOthers(personId, id);
        await insertJob(id);
        await repository.removeOldTests();
      }
      return toView(one);
    });
  }

  list(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => ({
      items: (await repository.findBackTests(caller)).map(toView),
    }));
  }

  read(caller: Caller, id: string) {
    return this.database.inClinic(caller.clinicId, async () => toView(await reach(caller, id)));
  }

  /** What is over stays as it is. */
  cancel(caller: Caller, id: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      await reach(caller, id);
      caller.act.objectId = id;
      await repository.endBackTest(id, 'cancelled');
      await audit(caller);
      return toView((await repository.findBackTest(id))!);
    });
  }

  items(caller: Caller, id: string, side: Side) {
    return this.database.inClinic(caller.clinicId, async () => {
      const one = await reach(caller, id);
      const rows = await repository.findItems(caller, id, side);
      touchPatients(
        caller,
        rows.flatMap((row) => row.patientId ?? []),
      );
      caller.act.objectId = id;
      caller.act.count = rows.length;
      return {
        items: rows.map(({ side: of, patientId, patientName, on, item, outcome }) => ({
          side: of,
          patient: patientId === null ? null : { id: patientId, name: patientName ?? '' },
          on,
          ...item,
          outcome,
        })),
        isCut: (one.tally?.[side] ?? 0) > rows.length,
      };
    });
  }
}

/** The last 52 weeks that are over everywhere on earth, so that no day is judged half full. */
function periodOf(now: Date): { from: string; to: string } {
  const to = addDays(civilDayOf('Etc/GMT+12', now.getTime()), -1);
  return { from: addDays(to, 1 - PERIOD_DAYS), to };
}

const scopeOf = (change: Change) => (change.of === 'budget' ? ({ of: 'clinic' } as const) : change.scope);

/** @throws DomainError NOT_FOUND when it is not there, or about patients out of reach: the same answer for both */
async function reach(caller: Caller, id: string): Promise<repository.BackTest> {
  const one = UUID.test(id) ? await repository.findBackTest(id) : undefined;
  if (!one) throw notFound('back-test');
  const scope = scopeOf(one.change);
  const isReached = scope.of === 'patient' ? await canReach(caller, scope.patientId) : caller.reach === 'clinic';
  if (!isReached) throw notFound('back-test');
  if (scope.of === 'patient') caller.act.patientId = scope.patientId;
  return one;
}

function toChangeView(change: Change) {
  if (change.of === 'budget') return change;
  const { kind, domain, scope, settings } = change;
  const programme = scope.of === 'programme' ? scope.programme : null;
  const patientId = scope.of === 'patient' ? scope.patientId : null;
  return { of: change.of, kind, domain, scope: { of: scope.of, programme, patientId }, settings };
}

const toView = (one: repository.BackTest) => ({
  id: one.id,
  state: one.state,
  change: toChangeView(one.change),
  from: one.from,
  to: one.to,
  requestedBy: one.requestedBy,
  createdAt: one.createdAt.toISOString(),
  doneAt: one.doneAt?.toISOString() ?? null,
  progress: { done: one.patientsDone, of: one.patientsTotal },
  results: one.tally && (one.patientsDone > 0 || one.state === 'done') ? toResults(one.tally, one.from) : null,
});
