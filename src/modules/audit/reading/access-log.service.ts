import { Injectable } from '@nestjs/common';
import { addDays, civilDayOf, endOfDay, startOfDay, zoneAt } from '../../../metrics/index.js';
import { CAME_SECOND } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { findRecordIds, findZones } from '../../patients/index.js';
import type { AccessLogQuery, AccessLogView } from './access-log.schema.js';
import {
  type AccessRow,
  findAccess,
  findProfessions,
  findTreating,
  findWhoMayLook,
  hasOlder,
} from './access-log.repository.js';
import { purposeOf, purposeOfAct, subjectOf, verbOf } from './access-words.js';
import { countSittings } from './count-sittings.js';
import { findActorNames } from './audit.repository.js';
import { withGivenReasons } from './given-reasons.js';

/** A device that sends every minute leaves 20,000 rows in them, which are counted in hundredths of a second. */
const DAYS_A_PAGE = 14;

type Entry = AccessLogView['days'][number]['entries'][number];

/** Who saw my data? By day, in the patient's zone, with why and as what. */
@Injectable()
export class AccessLogService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  read(caller: Caller, patientId: string, { through: asked }: AccessLogQuery): Promise<AccessLogView> {
    return this.database.inClinic(caller.clinicId, async () => {
      await reachPatient(caller, patientId);
      const nowMs = this.clock.now().getTime();
      const timeZone = zoneAt(await findZones(patientId), nowMs);
      const through = asked ?? civilDayOf(timeZone, nowMs);
      const from = addDays(through, 1 - DAYS_A_PAGE);
      const fromMs = startOfDay(timeZone, from);
      const recordIds = await findRecordIds(patientId);
      const acts = await findAccess(recordIds, { fromMs, toMs: endOfDay(timeZone, through), timeZone });
      // Whoever came second did nothing, and was let in: what they looked at has a line of its own.
      const done = acts.filter(({ reason }) => reason !== CAME_SECOND);
      const rows = await withGivenReasons(done, recordIds);
      const mayLook = await findWhoMayLook(patientId);
      return {
        timeZone,
        from,
        through,
        earlier: (await hasOlder(recordIds, fromMs)) ? addDays(from, -1) : null,
        days: await toDays(caller, rows, await findTreating(patientId)),
        mayLook: mayLook.map(({ until, ...who }) => ({
          ...who,
          purpose: purposeOf(who.role),
          until: until?.toISOString() ?? null,
        })),
      };
    });
  }
}

async function toDays(
  caller: Caller,
  rows: readonly AccessRow[],
  treating: ReadonlySet<string>,
): Promise<AccessLogView['days']> {
  const actors = [...new Set(rows.map(({ actor }) => actor))];
  const names = await findActorNames(actors);
  const professions = await findProfessions(actors.flatMap((actor) => personOf(actor) ?? []));
  return [...Map.groupBy(rows, ({ day }) => day)].map(([day, own]) => ({
    day,
    entries: merge(
      own.map((row) => ({
        name: names.get(row.actor) ?? null,
        role: row.role,
        profession: professions.get(personOf(row.actor) ?? '') ?? null,
        isMe: personOf(row.actor) === caller.personId,
        purpose: purposeOfAct(row, treating.has(personOf(row.actor) ?? '')),
        verb: verbOf(row.type, row.interaction),
        subject: subjectOf(row.type),
        refused: row.outcome === 'denied',
        reason: row.reason,
        times: row.times,
        minutes: row.minutes,
        lastAt: row.lastAt.toISOString(),
      })),
    ),
  }));
}

/** Of `person/<id>`, and of `person/<id>/app/<id>` where the person acts through an app. */
const personOf = (actor: string) => /^person\/([0-9a-f-]{36})(\/|$)/.exec(actor)?.[1];

/** Several acts that a patient calls by one name are one line. */
function merge(entries: readonly (Entry & Pick<AccessRow, 'minutes'>)[]): Entry[] {
  const key = ({ name, role, purpose, verb, subject, refused, reason }: Entry) =>
    JSON.stringify([name, role, purpose, verb, subject, refused, reason]);
  return [...Map.groupBy(entries, key).values()].map((alike) => {
    const { minutes: _, ...entry } = alike[0]!;
    return {
      ...entry,
      times:
        entry.verb === 'looked'
          ? countSittings(alike.flatMap(({ minutes }) => minutes))
          : alike.reduce((sum, { times }) => sum + times, 0),
      lastAt: alike.reduce((last, { lastAt }) => (lastAt > last ? lastAt : last), ''),
    };
  });
}
