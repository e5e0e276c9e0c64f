import { Injectable } from '@nestjs/common';
import { type Caller, touchPatients } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { notFound } from '../../../platform/http/domain-error.js';
import type { AlertQuery } from '../alerts.schema.js';
import { findDetail } from './alert-detail.js';
import { toAlertRow } from './alert-view.js';
import { readPosition, writePosition } from './page-position.js';
import { reachAlert } from './reach-alert.js';
import { countAlerts, findAlerts, findRowsById } from './worklist.repository.js';

@Injectable()
export class AlertsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, { whose, after, counted, ...search }: AlertQuery) {
    // A coordinator's team is the clinic.
    const teamIsAll = caller.role === 'coordinator';
    const position = after === undefined ? undefined : readPosition(after);
    const { rows, counts } = await this.database.inClinic(caller.clinicId, async () => ({
      rows: await findAlerts(caller, {
        ...search,
        mine: whose === 'mine',
        team: whose === 'team' && !teamIsAll,
        after: position,
        // One more says whether there is another page.
        limit: search.limit + 1,
      }),
      counts: counted === 'yes' ? await countAlerts(caller, teamIsAll) : null,
    }));
    const page = rows.slice(0, search.limit);
    touchPatients(
      caller,
      page.flatMap((row) => row.patientId ?? []),
    );
    caller.act.count = page.length;
    const now = this.clock.now();
    const { heldBack, ...tabs } = counts ?? { heldBack: null };
    return {
      items: page.map((row) => toAlertRow(row)),
      next: rows.length > page.length ? writePosition(page.at(-1)!.position) : null,
      counts: counts && tabs,
      heldBack,
      asOf: now.toISOString(),
    };
  }

  detail(caller: Caller, id: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      const [row] = UUID.test(id) ? await findRowsById([id], caller.personId) : [];
      if (!row) throw notFound('alert');
      await reachAlert(caller, row.patientId);
      caller.act.objectId = id;
      return findDetail(row, caller, this.clock.now());
    });
  }
}
