import { Injectable } from '@nestjs/common';
import { plainDecimal } from '../../../metrics/index.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { transactionTime } from '../../../platform/database/database.js';
import { lockCopies } from '../copy.repository.js';
import type { NewObservation } from '../observation.js';
import { readId, spellId } from '../observation-id.js';
import { ObservationsService } from '../observations.service.js';
import { restate } from '../restate.js';
import { ClosedPeriods } from '../retention/closed-periods.js';
import { IN_ERROR, isLeftBehind } from './left-behind.js';

/** A reading that has turned out to be of another time; `to` null: of none. */
export interface Move {
  readonly id: string;
  readonly to: { readonly startMs: number; readonly endMs: number } | null;
  /** What was told first, at its new time: it is the version before what has been corrected since. */
  readonly told?: NewObservation;
  /** Another reading is known under the same id, and may have written over this one: only what was told goes. */
  readonly isShared?: boolean;
  /** Nothing but its time names it: what somebody has called an error must be one at its new time, too. */
  readonly isNamedByTime?: boolean;
}

interface Ready extends Move {
  readonly copy: NewObservation;
  readonly target: string | null;
}

/** Readings whose time was mistaken. The old one stays, entered in error and with a note; the new one says what it said. */
@Injectable()
export class ReadingMoves {
  constructor(
    private readonly observations: ObservationsService,
    private readonly closed: ClosedPeriods,
  ) {}

  /**
   * Moves readings in the transaction that is open, all of them as one act: they may take each other's places. What
   * somebody has called an error stays one. What begins, or would begin, in a closed month stays where it is.
   *
   * @returns where each is now, by its old id; what was retracted, or stays an error, is where it was
   */
  async move(caller: Caller, moves: readonly Move[], note: string): Promise<ReadonlyMap<string, string>> {
    const copies = await lockCopies(moves.flatMap((move) => [move.id, targetOf(move) ?? []].flat()));
    const at = await transactionTime();
    const found = moves.flatMap((move): Ready[] => {
      const copy = copies.get(move.id);
      const target = targetOf(move);
      return copy && target !== move.id ? [{ ...move, copy, target }] : [];
    });
    const ready = found.filter(isToMove);
    const open = await this.withoutClosed(caller.clinicId, ready);
    const stays = new Set(ready.filter((one) => !open.includes(one)).map(({ id }) => id));
    // Into the place of one that may not leave, none can come.
    const free = open.filter(({ target }) => target === null || !stays.has(target));
    // Errors first: where both come to one place, what is said beside the error decides.
    const going = [...free.filter(isError), ...free.filter((one) => !isError(one))];
    const leaving = new Set(going.map(({ id }) => id));
    const targets = new Set(going.map(({ target }) => target));
    const ended = going.filter(({ id, isShared }) => isShared !== true && !targets.has(id));
    const rows = [
      ...going.flatMap((one) => {
        const there = one.target === null ? undefined : copies.get(one.target);
        // What leaves, or has left, is older news, whatever it says. Of anything else the last to be issued stands.
        const isOlder = there && (!one.isNamedByTime || leaving.has(one.target!) || isLeftBehind(there));
        // It says what it said, to the letter.
        return one.target === null ? [] : arrivals(one, isOlder ? { isDecided: true } : {});
      }),
      ...ended.map(({ copy }) => restate(copy, { status: IN_ERROR, note, at })),
    ];
    // No source says this: who was silent stays silent.
    const told = rows.map((row) => ({ ...row, isNoContact: true }));
    if (told.length > 0) await this.observations.store(caller, told);
    const now = new Map(going.map(({ id, target }) => [id, target ?? id]));
    return new Map(moves.map(({ id }) => [id, now.get(id) ?? id]));
  }

  /** Of these readings those that somebody has called an error. */
  findInError(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return findThose(ids, ({ status }) => status === IN_ERROR);
  }

  /** Of these readings those that nothing stands of but that they went elsewhere. */
  findLeftBehind(ids: readonly string[]): Promise<ReadonlySet<string>> {
    return findThose(ids, isLeftBehind);
  }

  private async withoutClosed(clinicId: string, ready: readonly Ready[]): Promise<readonly Ready[]> {
    const ends = ready.map(({ copy, to }) => [copy, { ...copy, startMs: to?.startMs ?? copy.startMs }]);
    const closed = await this.closed.among(clinicId, ends.flat());
    return closed.size === 0 ? ready : ready.filter((_, i) => !ends[i]!.some((one) => closed.has(one)));
  }
}

async function findThose(ids: readonly string[], isOne: (copy: NewObservation) => boolean): Promise<Set<string>> {
  const copies = await lockCopies(ids);
  return new Set([...copies].filter(([, copy]) => isOne(copy)).map(([id]) => id));
}

const isError = ({ copy }: Ready) => copy.status === IN_ERROR;

/** What somebody has called an error goes along only where nothing but its time names it. */
const isToMove = (one: Ready): boolean =>
  !isError(one) || (one.isNamedByTime === true && one.target !== null && !isLeftBehind(one.copy));

function targetOf({ id, to }: Move): string | null {
  const key = readId(id);
  return key && to ? (spellId({ ...key, ...to }) ?? null) : null;
}

function arrivals({ copy, to, told, isShared }: Ready, decided: Partial<NewObservation>): NewObservation[] {
  const time = { ...to!, ...decided };
  if (isShared && told) return [{ ...told, ...time, source: copy.source, patientId: copy.patientId }];
  const now = { ...copy, ...time };
  const isCorrected =
    told?.valueText && copy.valueText && plainDecimal(told.valueText) !== plainDecimal(copy.valueText);
  return isCorrected ? [{ ...now, valueText: told.valueText, originalText: told.originalText }, now] : [now];
}
