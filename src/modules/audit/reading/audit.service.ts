import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { Database } from '../../../platform/database/database.js';
import { invalid } from '../../../platform/http/domain-error.js';
import type { AuditRecord } from '../chain/link.js';
import {
  type AuditCriteria,
  type AuditPlace,
  findActorNames,
  findAudit,
  findPatientNames,
  withinReach,
} from './audit.repository.js';
import { withGivenReasons } from './given-reasons.js';
import { asPatientMayRead } from './patient-audit.js';
import { AUDIT_CSV_HEADER, toAuditItem, toCsvLine } from './audit-view.js';
import type { AuditExportQuery, AuditItem, AuditQuery } from './audit.schema.js';

const ROWS_A_PAGE = 50;
const ROWS_A_BATCH = 1000;

/** Reading the audit is an act itself, and is in the audit. */
@Injectable()
export class AuditService {
  constructor(private readonly database: Database) {}

  async search(caller: Caller, { after, ...asked }: AuditQuery): Promise<{ items: AuditItem[]; next: string | null }> {
    const { rows, next } = await this.page(caller, toCriteria(asked), after, ROWS_A_PAGE);
    const items = await this.database.inClinic(caller.clinicId, () => toItems(caller, rows));
    return { items, next };
  }

  /** Rows within the caller's reach, newest first. */
  async page(
    caller: Caller,
    asked: AuditCriteria,
    after: string | undefined,
    most: number,
  ): Promise<{ rows: AuditRecord[]; next: string | null }> {
    const criteria = withinReach(caller, asked);
    const place = after === undefined ? undefined : readCursor(after);
    // Whose audit was looked at: of one patient it is an act about that patient.
    if (criteria?.patientId !== undefined) caller.act.patientId = criteria.patientId;
    if (!criteria || most === 0) return { rows: [], next: null };
    return this.database.inClinic(caller.clinicId, async () => {
      const found = await findAudit(criteria, place, most + 1);
      const rows = await asReadable(caller, found.slice(0, most));
      caller.act.count = rows.length;
      const last = rows.at(-1);
      return { rows, next: found.length > most && last ? toCursor(last) : null };
    });
  }

  /** Everything that fits, batch by batch. The export itself is in the audit before its first line leaves. */
  async export(caller: Caller, { format, ...asked }: AuditExportQuery): Promise<AsyncGenerator<string>> {
    const criteria = withinReach(caller, toCriteria(asked));
    if (criteria?.patientId !== undefined) caller.act.patientId = criteria.patientId;
    await this.database.inClinic(caller.clinicId, () => audit(caller));
    return this.lines(caller, criteria, format);
  }

  private async *lines(
    caller: Caller,
    criteria: AuditCriteria | undefined,
    format: 'ndjson' | 'csv',
  ): AsyncGenerator<string> {
    if (format === 'csv') yield AUDIT_CSV_HEADER;
    if (!criteria) return;
    for (let place: AuditPlace | undefined; ;) {
      const items = await this.database.inClinic(caller.clinicId, async () =>
        toItems(caller, await asReadable(caller, await findAudit(criteria, place, ROWS_A_BATCH))),
      );
      if (items.length === 0) return;
      yield items.map((item) => (format === 'csv' ? toCsvLine(item) : `${JSON.stringify(item)}\n`)).join('');
      place = items.at(-1)!;
    }
  }
}

const asReadable = (caller: Caller, rows: readonly AuditRecord[]): Promise<AuditRecord[]> =>
  caller.role === 'patient' ? asPatientMayRead(rows, caller.patientId!) : withGivenReasons(rows, 'everybody');

/** An auditor checks what people did, and need not know whose data it was: patients have codes. */
async function toItems(caller: Caller, rows: readonly AuditRecord[]): Promise<AuditItem[]> {
  const actors = await findActorNames([...new Set(rows.map(({ actor }) => actor))]);
  const mayName = caller.role === 'admin' || caller.role === 'patient';
  const patientIds = [...new Set(rows.flatMap(({ patientId }) => patientId ?? []))];
  const patients = mayName ? await findPatientNames(patientIds) : new Map<string, string>();
  return rows.map((row) => toAuditItem(row, { actors, patients }));
}

function toCriteria({ act, machines, ...rest }: Omit<AuditQuery, 'after'>): AuditCriteria {
  const [type, interaction] = act?.split('.') ?? [];
  return { ...rest, type, interaction, machines: machines === 'with' };
}

const toCursor = ({ at, id }: AuditPlace) => Buffer.from(`${at}|${id}`).toString('base64url');

function readCursor(text: string): AuditPlace {
  const [at = '', id = ''] = Buffer.from(text, 'base64url').toString().split('|');
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(at) || Number.isNaN(Date.parse(at)) || !/^\d{1,15}$/.test(id))
    throw invalid([{ path: 'after', message: 'must be the next of an earlier answer' }], 400);
  return { at, id: Number(id) };
}
