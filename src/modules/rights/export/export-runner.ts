import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { Database } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import { findRetention } from '../retention/retention.repository.js';
import type { Step } from '../../../platform/database/leased-jobs.js';
import type { ExportPart } from './export-part.js';
import * as repository from './exports.repository.js';
import { PackedFile } from './packed-file.js';
import { exportParts } from './parts.js';
import { ExportRenderers } from './renderers.js';
import { findSummaryFacts } from './summary.repository.js';
import { writeSummary } from './summary-pdf.js';
import { readme } from './readme.js';
import { MOST_ZIP_BYTES, zipBytes } from './zip.js';

/** A file of the archive has at most about so many rows: few enough to be made in seconds, and to be opened. */
const ROWS_A_FILE = 50_000;

/** Makes one file of the archive a step. Memory holds one page of rows and one packed file. */
@Injectable()
export class ExportRunner {
  private readonly parts: readonly ExportPart[];

  constructor(
    private readonly database: Database,
    private readonly worker: WorkerDatabase,
    private readonly clock: Clock,
    renderers: ExportRenderers,
  ) {
    this.parts = exportParts(renderers);
  }

  async step(clinicId: string, id: string): Promise<Step> {
    const one = await this.database.inClinic(clinicId, () => repository.findExport(id));
    if (!one || one.state === 'done' || one.state === 'failed' || one.state === 'removed') return 'done';
    if (one.state === 'queued') {
      await this.database.inClinic(clinicId, async () => repository.begin(id, await this.count(one.patientId)));
      return 'more';
    }
    const place = one.place ?? { part: 0, file: 0, within: null };
    const part = this.parts[place.part];
    if (part) await this.makeFile(clinicId, one, place, part);
    else await this.close(clinicId, one);
    return part ? 'more' : 'done';
  }

  private async makeFile(
    clinicId: string,
    one: repository.PatientExport,
    place: repository.ExportPlace,
    part: ExportPart,
  ): Promise<void> {
    const file = new PackedFile();
    await file.write(part.header);
    let rows = 0;
    let within = place.within;
    do {
      const page = await this.database.inClinic(clinicId, () => part.readPage(one, within));
      await file.write(page.lines.join(''));
      rows += page.lines.length;
      within = page.next;
    } while (within !== null && rows < ROWS_A_FILE);
    const packed = await file.end();
    const isWhole = within === null && place.file === 0;
    const name = `${part.name}${isWhole ? '' : `-${String(place.file + 1).padStart(3, '0')}`}.${part.ending}`;
    const next =
      within === null
        ? { part: place.part + 1, file: 0, within: null }
        : { part: place.part, file: place.file + 1, within };
    // The last page of a long part may turn out to be empty.
    const isEmpty = rows === 0 && (place.file > 0 || part.ending === 'ndjson');
    await this.save(clinicId, one, isEmpty ? undefined : { name, packed }, { place: next, rows });
  }

  /** Nobody else may have gone on meanwhile: a node that was thought dead writes nothing. */
  private save(
    clinicId: string,
    one: repository.PatientExport,
    file: Parameters<typeof repository.saveFile>[1],
    next: Parameters<typeof repository.saveFile>[2],
  ): Promise<void> {
    return this.database.inClinic(clinicId, async () => {
      const now = await repository.findExport(one.id, { lock: true });
      if (JSON.stringify(now?.place) !== JSON.stringify(one.place)) return;
      await repository.saveFile(one, file, next);
    });
  }

  /** The summary and a word of explanation come last, when what they speak of is there. */
  private async close(clinicId: string, one: repository.PatientExport): Promise<void> {
    const facts = await this.database.inClinic(clinicId, () => findSummaryFacts(one.patientId, this.clock.now()));
    const files: [string, Buffer | string][] = [
      ['summary.pdf', await writeSummary(facts)],
      ['README.txt', readme(one)],
    ];
    const packed = await Promise.all(
      files.map(async ([name, contents]) => {
        const file = new PackedFile();
        await file.write(contents);
        return { name, packed: await file.end() };
      }),
    );
    await this.database.inClinic(clinicId, async () => {
      const now = await repository.findExport(one.id, { lock: true });
      if (now?.state !== 'running') return;
      for (const file of packed) await repository.saveFile(one, file, { place: one.place!, rows: 0 });
      const bytes = zipBytes(await repository.findFiles(one.id));
      if (bytes > MOST_ZIP_BYTES) throw new Error('An export of more than 4 GB cannot be one zip file');
      await repository.finish(one.id, bytes, (await findRetention()).exportDays);
    });
  }

  private async count(patientId: string): Promise<number> {
    let total = 0;
    for (const part of this.parts) total += await part.countRows(patientId);
    return total;
  }

  fail(clinicId: string, id: string): Promise<void> {
    return this.database.inClinic(clinicId, () => repository.setState(id, 'failed'));
  }

  async removeExpired(): Promise<void> {
    await this.worker.eachClinic('exports past their day', (id) =>
      this.worker.as.inClinic(id, repository.removeExpiredFiles),
    );
  }
}
