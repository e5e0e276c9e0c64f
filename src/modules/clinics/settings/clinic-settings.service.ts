import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden } from '../../../platform/http/domain-error.js';
import { findOpenState } from '../hours/open-hours.js';
import { type ChangeRow, CHANGES_PER_PAGE, findChanges, findNames, recordChange } from './changes.repository.js';
import { findSettings, replaceSettings } from './clinic-settings.repository.js';
import type { ClinicSettings, NewClinicSettings } from './clinic-settings.schema.js';

@Injectable()
export class ClinicSettingsService {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  read(caller: Caller) {
    return this.database.inClinic(caller.clinicId, () => this.view());
  }

  /** Keeps what was before, and who changed it, in the same transaction. */
  change(caller: Caller, { version, ...settings }: NewClinicSettings) {
    const { personId } = caller;
    if (personId === null) throw forbidden();
    return this.database.inClinic(caller.clinicId, async () => {
      const { settings: before } = await findSettings();
      if (!(await replaceSettings(version, settings)))
        throw new DomainError(
          'CLINIC_CHANGED',
          409,
          'Somebody else has changed the clinic since you read it. Load it again, then save.',
        );
      await recordChange({ kind: 'settings', objectId: caller.clinicId, before, after: settings, by: personId });
      await audit(caller);
      return this.view();
    });
  }

  history(caller: Caller, before?: number) {
    return this.database.inClinic(caller.clinicId, async () => {
      const rows = await findChanges(before);
      const page = rows.slice(0, CHANGES_PER_PAGE);
      const names = await findNames(page.flatMap(personsIn));
      caller.act.count = page.length;
      return {
        items: page.map((row) => toChange(row, names)),
        next: rows.length > CHANGES_PER_PAGE ? Number(page.at(-1)!.id) : null,
      };
    });
  }

  private async view() {
    const { version, settings } = await findSettings();
    return { version, ...settings, doors: doorsOf(settings, this.clock.now().getTime()) };
  }
}

/** What a site says of a day comes before what the clinic says of it. */
function doorsOf({ sites, holidays, timeZone }: ClinicSettings, nowMs: number) {
  return sites.map(({ id, hours }) => {
    const own = holidays.filter(({ siteId }) => siteId === id);
    const shared = holidays.filter(({ siteId }) => siteId === null);
    const { isOpen, changesAtMs, holiday } = findOpenState(hours, [...own, ...shared], timeZone, nowMs);
    return {
      siteId: id,
      isOpen,
      changesAt: changesAtMs === null ? null : new Date(changesAtMs).toISOString(),
      holiday,
    };
  });
}

/** Members of a change that hold people. */
const PEOPLE = new Set(['personId', 'standInId', 'memberIds']);

const personsIn = ({ before, after }: ChangeRow): string[] =>
  [before, after].flatMap((facts) =>
    Object.entries(facts ?? {}).flatMap(([key, value]) =>
      PEOPLE.has(key) && value ? (value as string | string[]) : [],
    ),
  );

function toChange(row: ChangeRow, names: ReadonlyMap<string, string>) {
  const said = (key: string, value: unknown): unknown => {
    if (!PEOPLE.has(key) || value === null || value === undefined) return value ?? null;
    return Array.isArray(value)
      ? value.map((id: string) => names.get(id) ?? id)
      : (names.get(value as string) ?? value);
  };
  return {
    at: row.at.toISOString(),
    by: row.by,
    kind: row.kind,
    about: row.about ?? '',
    changes: Object.keys(row.after).map((what) => ({
      what,
      before: said(what, row.before?.[what]),
      after: said(what, row.after[what]),
    })),
  };
}
