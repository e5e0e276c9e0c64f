import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../platform/auth/compartment.js';
import { Clock } from '../../platform/clock/clock.js';
import { BackgroundJobs } from '../../platform/clock/background-jobs.js';
import { repeat } from '../../platform/clock/repeat.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { findKey, Idempotency, type RawRequest, readKey } from '../../platform/http/idempotency.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import { isConsented } from '../consents/index.js';
import { consentMissing, ObservationsService } from '../observations/index.js';
import { findBirthDay, findLivingId } from '../patients/index.js';
import { hold, isGone, isLeft, uploadFileName, uploadsFolder } from './held-files.js';
import { CUT_OFF, keepFile } from './keep-file.js';
import { isPassing, isRefusal, keepTrying } from './keep-trying.js';
import { FILE_LOST } from './lost-uploads.js';
import { findMark, isMark, markAgain, MOST_DEATHS, takeMarkBack, writeMark } from './read-marks.js';
import type { OneFile } from './one-file.js';
import { INFECTED, SCANNER_AWAY, UploadScanner } from './scanning/upload-scanner.js';
import { countWritten } from './takeback/upload-readings.repository.js';
import {
  beginReading,
  claimUpload,
  findLastWord,
  findUpload,
  findUploadsOf,
  insertUpload,
  touchUpload,
  updateUpload,
  type Upload,
} from './uploads.repository.js';
import { backgroundCaller, isTakenBack, isUnderWay, toState } from './upload-state.js';
import { UploadSink, type UploadStores } from './upload-sink.js';
import { VendorPayloads } from './vendor-payloads.js';
import { EXPORT_KINDS, type ExportKind, openExport, type ParseContext } from './vendors/index.js';

const PROGRESS_EVERY_MS = 500;
const WORD_EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Ends the name of a file that is read no more. */
const ASIDE = '.aside';
const ASIDE_DAYS = 30;
/** Of a fault that nobody has thought of. */
const MOST_ATTEMPTS = 4;

const MOST_LISTED = 10;

const OUR_FAULT = {
  error: 'Something went wrong on our side; upload the file again.',
  errorCode: 'UPLOAD_OUR_FAULT',
};
const OUR_FAULT_FOR_NOW = {
  error:
    'Something went wrong on our side. The file is kept, and read again when the server next starts; or upload it again.',
  errorCode: 'UPLOAD_OUR_FAULT_FOR_NOW',
};
const DEADLY = {
  error: 'The server stopped each time it came to the same place of this file, and reads it no more. Export it again.',
  errorCode: 'UPLOAD_DEADLY',
};

/**
 * Export files: received to disk, then read in the background with progress. A file stays until it has been read to
 * its end, so that a restarted server reads it again; what was stored already is recognised.
 */
@Injectable()
export class UploadsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly folder: string;
  private readonly stores: UploadStores;
  private readonly jobs = new BackgroundJobs();
  private suspects: Promise<void> = Promise.resolve();
  private turns: ReturnType<typeof repeat> | undefined;
  private stopping = false;
  private readonly interrupt = new AbortController();

  constructor(
    private readonly database: Database,
    private readonly observations: ObservationsService,
    payloads: VendorPayloads,
    clock: Clock,
    private readonly idempotency: Idempotency,
    private readonly scanner: UploadScanner,
    config: Config,
  ) {
    this.folder = uploadsFolder(config);
    this.stores = { database, observations, payloads, clock };
  }

  async onApplicationBootstrap(): Promise<void> {
    for (const { name, clinicId, id } of await this.findFiles()) {
      if (!isMark(name) && !name.endsWith(ASIDE)) this.startTakingUp(clinicId, id, name);
    }
    const removing = () => this.sweep();
    this.jobs.start(removing().catch((error: unknown) => logger.warn(safeError(error), 'uploads that nobody reads')));
    this.turns ??= repeat('uploads that nobody reads', HOUR_MS, removing);
  }

  private startTakingUp(clinicId: string, id: string, name: string): void {
    const work = this.takeUp(clinicId, id, name).catch((error: unknown) => {
      if (!this.stopping) logger.error(safeError(error), 'a file that was left could not be taken up');
    });
    this.jobs.start(work);
  }

  /** What another node is still receiving or reading stays with that node. */
  private async takeUp(clinicId: string, id: string, name: string): Promise<void> {
    const { signal } = this.interrupt;
    const ask = <T>(question: () => Promise<T>) =>
      keepTrying(() => this.database.inClinic(clinicId, question), { signal });
    for (;;) {
      const lastWord = await ask(() => findLastWord(id));
      if (!(await isLeft(join(this.folder, name), signal))) return;
      if (name.endsWith('.part')) return this.fail(clinicId, id, CUT_OFF);
      // Nodes that start together find the same files: whoever comes second waits until the first is through, or dies.
      if (lastWord === undefined || (await ask(() => claimUpload(id, lastWord)))) break;
    }
    const read = () => this.readToTheEnd(clinicId, id);
    if (!(await findMark(this.pathOf(clinicId, id)))) return read();
    // One after another: of those that were open when the server died, it may have been any.
    // Held while it waits: whoever looks meanwhile would take it for left again.
    const letGo = this.hold(clinicId, id);
    try {
      this.suspects = this.suspects.then(read, read);
      await this.suspects;
    } finally {
      letGo();
    }
  }

  /**
   * A whole export is too much of a patient to lie about: what nobody reads any more goes when it is taken back or its patient
   * erased, and what was set aside also after a month. What a dead node has left is taken up by one that goes on.
   */
  async sweep(): Promise<void> {
    for (const { name, clinicId, id } of await this.findFiles()) {
      if (isMark(name)) continue;
      const path = join(this.folder, name);
      const isAside = name.endsWith(ASIDE);
      // Another node may have removed it.
      const found = await stat(path).catch(() => undefined);
      if (!found) continue;
      const ageMs = Date.now() - found.mtimeMs;
      // Whoever is at it touches it each second; one with a key is no upload yet while it comes in.
      if (!isAside && ageMs < HOUR_MS) continue;
      const upload = await this.database.inClinic(clinicId, () => findUpload(id));
      if (!upload || isTakenBack(upload) || (isAside && ageMs > ASIDE_DAYS * DAY_MS)) {
        await rm(path, { force: true });
        await takeMarkBack(path);
      } else if (!isAside && isUnderWay(upload)) this.startTakingUp(clinicId, id, name);
    }
  }

  /** What lies in our folder under a name of ours, `pathOf` with whatever ends it. */
  private async findFiles(): Promise<{ name: string; clinicId: string; id: string }[]> {
    const names = await readdir(this.folder).catch(() => [] as string[]);
    return names.flatMap((name) => {
      const [clinicId = '', id = ''] = name.split('.');
      return UUID.test(clinicId) && UUID.test(id) ? [{ name, clinicId, id }] : [];
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.interrupt.abort();
    await this.turns?.stop();
    await this.jobs.settled();
  }

  /**
   * Takes the file in and answers; reading it goes on behind. With a key it becomes an upload together with the answer
   * that is kept for the key: a repeat, known only by the whole of it, is none.
   */
  async receive(
    caller: Caller,
    patientId: string,
    kind: string,
    file: OneFile | undefined,
    request: Pick<RawRequest, 'headers' | 'url'>,
  ): Promise<{ id: string }> {
    if (!file) throw new DomainError('FILE_MISSING', 400, 'Send the file as multipart/form-data.');
    const hasKey = findKey(request) !== undefined;
    const id = randomUUID();
    const admit = async () => {
      await reachPatient(caller, patientId);
      // Asked here too: the file would lie with us until it is read, and each batch is asked about again.
      if (!(await isConsented(patientId, 'monitoring'))) throw consentMissing();
    };
    const begin = async () => {
      await admit();
      caller.act.objectId = id;
      await audit(caller);
      await insertUpload({ id, patientId, kind, createdBy: caller.actor });
      return { id };
    };
    const { clinicId } = caller;
    await this.database.inClinic<unknown>(clinicId, hasKey ? admit : begin);
    const path = this.pathOf(clinicId, id);
    const letGo = this.hold(clinicId, id);
    try {
      const sha256 = await keepFile(file, path);
      const key = readKey(request, (hash) => hash.update(sha256));
      const answer = key ? await this.idempotency.once(caller, key, begin) : { id };
      if (answer.id === id) this.start(clinicId, id);
      else {
        caller.act.objectId = answer.id;
        await rm(path, { force: true });
      }
      return answer;
    } catch (error) {
      const end = () => (hasKey ? this.settle(clinicId, id, error) : this.fail(clinicId, id, error));
      await end().catch(() => this.jobs.start(this.insist(end).catch(() => undefined)));
      throw error;
    } finally {
      letGo();
    }
  }

  /** Of a commit that was not answered nobody knows whether it holds: where it does, the key has its upload, which is read. */
  private async settle(clinicId: string, id: string, error: unknown): Promise<void> {
    const isKept = await this.database.inClinic(clinicId, () => findUpload(id));
    if (isKept) this.start(clinicId, id);
    else await this.fail(clinicId, id, error);
  }

  state(caller: Caller, id: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      const upload = UUID.test(id) ? await findUpload(id) : undefined;
      if (!upload) throw notFound('upload');
      await reachPatient(caller, upload.patientId);
      return toState(upload);
    });
  }

  /** Also of those that somebody else has sent, or that are being read on since the server was started anew. */
  list(caller: Caller, patient: string) {
    return this.database.inClinic(caller.clinicId, async () => {
      const livingId = await findLivingId(patient);
      await reachPatient(caller, livingId);
      const uploads = await findUploadsOf(livingId, MOST_LISTED);
      return { uploads: uploads.map(toState) };
    });
  }

  private pathOf = (clinicId: string, id: string) => join(this.folder, uploadFileName(clinicId, id));

  /** For nodes over this folder by the file's times, for those with another one by a word in the database. */
  private hold(clinicId: string, id: string): () => void {
    const path = this.pathOf(clinicId, id);
    const letGo = hold(`${path}.part`, path);
    const words = repeat('uploads under way', WORD_EVERY_MS, () =>
      this.database.inClinic(clinicId, () => touchUpload(id)),
    );
    return () => {
      letGo();
      void words.stop();
    };
  }

  private start(clinicId: string, id: string): void {
    this.jobs.start(this.readToTheEnd(clinicId, id));
  }

  /** A database or a scanner that is away for a while must cost nobody the file, and never this node. */
  private async readToTheEnd(clinicId: string, id: string): Promise<void> {
    const letGo = this.hold(clinicId, id);
    try {
      await this.judgeAndRead(clinicId, id);
    } finally {
      letGo();
    }
  }

  private async judgeAndRead(clinicId: string, id: string): Promise<void> {
    const verdict = await this.scanner.judge(this.pathOf(clinicId, id), this.interrupt.signal, () =>
      this.tellScannerAway(clinicId, id),
    );
    if (verdict === 'refused')
      return this.insist(() => this.refuseInfected(clinicId, id)).catch((error) =>
        logger.error(safeError(error), 'an infected upload'),
      );
    if (verdict === 'lost') return this.giveUp(clinicId, id, FILE_LOST);
    if (verdict === 'stopped') return;
    await this.insist(() => this.read(clinicId, id)).catch((error: unknown) => this.giveUp(clinicId, id, error));
  }

  /** Until it is done or refused, as long as it takes: what passes is waited out, anything else tried a few times. */
  private insist(work: () => Promise<void>): Promise<void> {
    let unknown = 0;
    return keepTrying(work, {
      signal: this.interrupt.signal,
      goesOn: (error) => {
        if (isRefusal(error)) return false;
        logger.error(safeError(error), 'an upload could not be read');
        return isPassing(error) || ++unknown < MOST_ATTEMPTS;
      },
    });
  }

  /** The file goes only when it was refused, together with the word why. A fault of ours may be mended by the next start. */
  private async giveUp(clinicId: string, id: string, error: unknown): Promise<void> {
    if (this.stopping) return;
    const tell = () =>
      this.database.inClinic(clinicId, () => updateUpload(id, { state: 'failed', ...OUR_FAULT_FOR_NOW }));
    await this.insist(isRefusal(error) ? () => this.fail(clinicId, id, error) : tell).catch(() => undefined);
  }

  private async tellScannerAway(clinicId: string, id: string): Promise<void> {
    logger.warn({ uploadId: id }, 'the virus scanner of uploads does not answer');
    await this.database.inClinic(clinicId, () => updateUpload(id, SCANNER_AWAY)).catch(() => undefined);
  }

  private async refuseInfected(clinicId: string, id: string): Promise<void> {
    // First the file: it stays nowhere, even while the database is away.
    await rm(this.pathOf(clinicId, id), { force: true });
    await takeMarkBack(this.pathOf(clinicId, id));
    await this.database.inClinic(clinicId, async () => {
      const upload = await findUpload(id);
      if (!upload) return;
      const sender = backgroundCaller(clinicId, upload);
      await audit(
        { ...sender, type: 'Upload', act: { ...sender.act, reason: 'refused by the virus scanner' } },
        'denied',
      );
      await updateUpload(id, { state: 'failed', ...INFECTED });
    });
  }

  private async read(clinicId: string, id: string): Promise<void> {
    const path = this.pathOf(clinicId, id);
    const upload = await this.database.inClinic(clinicId, () => findUpload(id));
    if (!upload || isTakenBack(upload) || upload.state === 'done')
      return void (await Promise.all([rm(path, { force: true }), takeMarkBack(path)]));
    if (await isGone(path)) throw FILE_LOST;
    const monitored = await this.observations.findMonitored(backgroundCaller(clinicId, upload), upload.patientId);
    if (!monitored) throw notFound('patient');
    const mark = markAgain(await findMark(path), upload.bytesRead);
    if (mark.deaths >= MOST_DEATHS) return this.setAside(clinicId, id);
    // A precaution: a disk that is full keeps nobody's file from being read.
    await writeMark(path, mark).catch((error: unknown) => logger.warn(safeError(error), 'an upload is not marked'));
    try {
      const bornOn = await this.database.inClinic(clinicId, () => findBirthDay(monitored.patientId));
      await this.readFile(path, clinicId, upload, { zones: monitored.zones, bornOn });
    } finally {
      await takeMarkBack(path);
    }
    await rm(path, { force: true });
  }

  /** Kept for whoever runs Stepwell: the runbook says what to do with it. */
  private async setAside(clinicId: string, id: string): Promise<void> {
    const path = this.pathOf(clinicId, id);
    logger.error({ uploadId: id, clinic: clinicId }, 'an upload ended the server again and again: it is set aside');
    await this.database.inClinic(clinicId, () => updateUpload(id, { state: 'failed', ...DEADLY }));
    await rename(path, path + ASIDE);
    await takeMarkBack(path);
  }

  private async readFile(path: string, clinicId: string, upload: Upload, context: ParseContext): Promise<void> {
    const { id } = upload;
    const save = throttle(
      (progress: Parameters<typeof updateUpload>[1]) =>
        this.database.inClinic(clinicId, () => updateUpload(id, progress)),
      PROGRESS_EVERY_MS,
    );
    if (!(await this.database.inClinic(clinicId, () => beginReading(id)))) return;
    const { signal } = this.interrupt;
    const file = await openExport(path, { kind: asKind(upload.kind), signal });
    try {
      await save({ bytesTotal: file.bytesTotal }, true);
      const storedBefore = await this.database.inClinic(clinicId, () => countWritten(id));
      const sink = new UploadSink(this.stores, { clinicId, upload, signal, storedBefore });
      const summary = await file.read(context, sink, (progress) => {
        void save({ ...progress, ...sink.counts }).catch(() => undefined);
      });
      sink.refused.addAll(summary.refusals);
      await save(
        {
          ...sink.counts,
          state: 'done',
          error: null,
          errorCode: null,
          records: summary.records,
          unchecked: summary.unchecked,
          refusals: sink.refused.list(),
          skipped: summary.skipped.reduce((sum, s) => sum + s.count, sink.skipped),
          ...(file.bytesTotal === null ? {} : { bytesRead: file.bytesTotal }),
        },
        true,
      );
    } finally {
      await file.close();
    }
  }

  private async fail(clinicId: string, id: string, error: unknown): Promise<void> {
    const why = isRefusal(error) ? { error: error.message, errorCode: error.code } : OUR_FAULT;
    await this.database.inClinic(clinicId, () => updateUpload(id, { state: 'failed', ...why }));
    const path = this.pathOf(clinicId, id);
    await takeMarkBack(path).catch(() => undefined);
    for (const left of [path, `${path}.part`]) await rm(left, { force: true }).catch(() => undefined);
  }
}

/** Files of before all kinds were told by what is in them were Apple's. */
const asKind = (kind: string): ExportKind | undefined => EXPORT_KINDS.find((one) => one === kind);

/** Runs at most once an interval; calls in between are dropped, except those that must be heard. Never two at once. */
function throttle<T>(run: (value: T) => Promise<void>, intervalMs: number) {
  let last = 0;
  let queue: Promise<void> = Promise.resolve();
  return (value: T, always = false): Promise<void> => {
    if (!always && Date.now() - last < intervalMs) return queue;
    last = Date.now();
    queue = queue.catch(() => undefined).then(() => run(value));
    return queue;
  };
}
