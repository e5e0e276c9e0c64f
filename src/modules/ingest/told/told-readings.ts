import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { transactionTime } from '../../../platform/database/database.js';
import { DomainError } from '../../../platform/http/domain-error.js';
import {
  CONTRADICTION,
  findSourcesOf,
  type NewObservation,
  ObservationsService,
  readId,
  ReadingMoves,
  REVISED_NOTE,
  type Stored,
  storeOpen,
} from '../../observations/index.js';
import { type Became, idOf } from '../to-ingested.js';
import { decideTold } from './decide-told.js';
import { findRecordIds } from '../../patients/index.js';
import { hourOnWall, shelfOf, toldKey } from './told-key.js';
import { findOwners, findTold, keepTold, type Name, type Told } from './told-readings.repository.js';

/** A reading of a vendor's payload, and what the vendor knows it by. */
export interface ToldReading {
  /** Where it stands in the payload. */
  readonly path: string;
  readonly observation: NewObservation;
  readonly told: string | null;
  readonly revisedMs: number | null;
  /** Another value of a moment that the payload has given already. It keeps its place, and is never taken. */
  readonly contradicts: boolean;
}

/** Stores what vendors tell, so that a log that comes with other times replaces itself. */
@Injectable()
export class ToldReadings {
  constructor(
    private readonly observations: ObservationsService,
    private readonly moves: ReadingMoves,
  ) {}

  /**
   * In the transaction that is open, which has locked the patient's wall clock.
   *
   * @param of.patientId - whose record it is today
   * @returns one answer a reading, in their order; what an older revision says, or what somebody has called an error, is known;
   * what lies in a closed period is refused alone, and what it was told as before stays; so is what contradicts another
   */
  async store(
    caller: Caller,
    of: { vendor: string; patientId: string },
    readings: readonly ToldReading[],
  ): Promise<Became[]> {
    const right = readings.filter(({ contradicts }) => !contradicts);
    const stored = await this.storeRight(caller, of, right);
    if (right.length === readings.length) return stored;
    let next = 0;
    return readings.map(({ contradicts }) => (contradicts ? contradiction() : stored[next++]!));
  }

  private async storeRight(
    caller: Caller,
    of: { vendor: string; patientId: string },
    readings: readonly ToldReading[],
  ): Promise<Became[]> {
    const names = readings.map(({ told }) => nameOf(of.vendor, told));
    const keys = names.map((name) => name?.key ?? null);
    const known = await findTold(
      of.patientId,
      names.filter((name) => name !== null),
    );
    const isThere = await placesOf([...known.values()].map(({ observationId }) => observationId));
    const elsewhere = keys.flatMap((key, i) => {
      const was = key === null ? undefined : known.get(key);
      return was && !isThere(was.observationId, readings[i]!.observation) ? [{ i, id: was.observationId }] : [];
    });
    const errors = elsewhere.length === 0 ? NONE : await this.moves.findInError(elsewhere.map(({ id }) => id));
    const taken = decideTold(readings, { keys, known, errors });
    // Its place may hold what was ended there: this is the newer word.
    const moved = new Set(elsewhere.map(({ i }) => i));
    const issuedMs = moved.size === 0 ? null : (await transactionTime()).getTime();
    const met = await storeOpen(
      this.observations,
      caller,
      taken.map((i) =>
        moved.has(i) ? { ...readings[i]!.observation, issuedMs, isDecided: true } : readings[i]!.observation,
      ),
    );
    const stored = await this.comeBack(
      caller,
      met,
      taken.map((i) => (keys[i] == null || known.has(keys[i]) ? null : readings[i]!.observation)),
    );
    const news = taken.flatMap((i, n): Told[] => {
      const key = keys[i] ?? null;
      const observationId = idOf(stored[n]!);
      if (key === null || observationId === null) return [];
      const was = known.get(key);
      const hour = was ? was.hour : shelfOf(readings[i]!.told!, observationId);
      const now = { key, hour, observationId, revisedMs: readings[i]!.revisedMs ?? was?.revisedMs ?? null };
      return was?.observationId === now.observationId && was.revisedMs === now.revisedMs ? [] : [now];
    });
    await keepTold(of.patientId, news, known);
    await this.endReplaced(caller, of.patientId, { known, news, standing: new Set(stored.map(idOf)) });
    const now = new Map([...known.values(), ...news].map(({ key, observationId }) => [key, observationId]));
    const answers = new Map(taken.map((i, n) => [i, stored[n]!]));
    // What comes twice and is known by neither was refused with the one that was taken.
    const refused = new Map([...answers].flatMap(([i, one]) => (one instanceof DomainError ? [[keys[i], one]] : [])));
    return keys.map((key, i) => answers.get(i) ?? (now.has(key!) ? asKnown(now.get(key!)!) : refused.get(key)!));
  }

  /**
   * What its vendor had revised, and is told now by a name that nothing is known by: it is of that time after all. Its log
   * was made anew, or the file that had revised it was taken back.
   *
   * @param met - what became of each
   * @param firsts - each that comes by such a name; null: another
   */
  private async comeBack(
    caller: Caller,
    met: readonly Became[],
    firsts: readonly (NewObservation | null)[],
  ): Promise<readonly Became[]> {
    const older = met.map((one, n) =>
      one instanceof DomainError || one.says === undefined || !firsts[n] ? null : one.id,
    );
    if (older.every((id) => id === null)) return met;
    const left = await this.moves.findLeftBehind(older.filter((id) => id !== null));
    const back = older.flatMap((id, n) => (id !== null && left.has(id) ? [n] : []));
    if (back.length === 0) return met;
    const issuedMs = (await transactionTime()).getTime();
    const again = await storeOpen(
      this.observations,
      caller,
      back.map((n) => ({ ...firsts[n]!, issuedMs, isDecided: true })),
    );
    const now = new Map(back.map((n, i) => [n, again[i]!]));
    return met.map((one, n) => now.get(n) ?? one);
  }

  /** Observations that nothing told stands for any more. */
  private async endReplaced(
    caller: Caller,
    patientId: string,
    of: { known: ReadonlyMap<string, Told>; news: readonly Told[]; standing: ReadonlySet<string | null> },
  ): Promise<void> {
    const left = of.news
      .flatMap(({ key }) => of.known.get(key)?.observationId ?? [])
      .filter((id) => !of.standing.has(id));
    if (left.length === 0) return;
    const shared = await findOwners(await findRecordIds(patientId), left);
    const ended = left.filter((id) => !shared.has(id)).map((id) => ({ id, to: null }));
    if (ended.length > 0) await this.moves.move(caller, ended, REVISED_NOTE);
  }
}

/** What a reading is known by, if its vendor knows it by anything but its instants. */
export const nameOf = (vendor: string, told: string | null): Name | null =>
  told === null ? null : { key: toldKey(vendor, told), hour: hourOnWall(told) };

export function isOfPeriod(id: string, { startMs, endMs }: NewObservation): boolean {
  const key = readId(id);
  return key === undefined || (key.startMs === startMs && key.endMs === endMs);
}

/** Does a reading stand where it was told before? It may come with another period, or as another device's. */
async function placesOf(ids: readonly string[]): Promise<(id: string, reading: NewObservation) => boolean> {
  const sources = await findSourcesOf(ids.flatMap((id) => readId(id)?.seriesId ?? []));
  return (id, reading) => {
    const was = sources.get(readId(id)?.seriesId ?? Number.NaN);
    const { system, device } = reading.source;
    return isOfPeriod(id, reading) && (was === undefined || (was.system === system && was.device === device));
  };
}

const contradiction = () => new DomainError('CONTRADICTION', 422, CONTRADICTION);
const NONE: ReadonlySet<string> = new Set();
const asKnown = (id: string): Stored => ({ id, version: 0, outcome: 'unchanged', receivedMs: 0 });
