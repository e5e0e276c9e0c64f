import type { Caller } from '../../platform/auth/caller.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { lineNotNow, refusedLine } from '../../platform/http/line-body.js';
import type { Line } from '../../platform/json/index.js';
import { logger } from '../../platform/telemetry/logger.js';
import { safeError } from '../../platform/telemetry/safe-error.js';
import type { Stored } from './observation.js';
import type { ObservationsService, Storable } from './observations.service.js';
import type { StreamOrder, Turn } from './stream-order.js';

/**
 * Stores lines of a stream, each on its own, and says what became of each: `{"line":1,"status":201,"id":…,"version":1}`,
 * or status and problem. What is answered is durable. Lines that arrived together, or while others were
 * being stored, are one act in the audit.
 *
 * @param order - of the stream they belong to: of two that speak of the same reading the later one stands
 * @param read - what a line's value asks to store, or why it cannot be
 */
export async function storeLines(
  service: Pick<ObservationsService, 'storeEach'>,
  caller: Caller,
  lines: readonly Line[],
  order: StreamOrder,
  read: (value: unknown) => Storable | DomainError,
): Promise<string[]> {
  const items = lines.map(({ value, refused }) =>
    refused ? new DomainError('JSON_REFUSED', 400, refused.message, [], refused.issueCode) : read(value),
  );
  const good = items.filter((item) => !(item instanceof DomainError)) as Storable[];
  const act = { patientId: null, objectId: null, count: 0, written: false };
  const stored = await order.inTurn(async (turn) =>
    good.length === 0 ? [] : storeOrExcuse(service, { ...caller, act }, good, turn),
  );
  let next = 0;
  return items.map((item, i) => answer(lines[i]!.number, item instanceof DomainError ? item : stored[next++]!));
}

/** A stream outlives an outage: its lines are answered 503, and those after them are tried anew. */
async function storeOrExcuse(
  service: Pick<ObservationsService, 'storeEach'>,
  caller: Caller,
  items: readonly Storable[],
  turn: Turn,
): Promise<readonly (Stored | DomainError)[]> {
  try {
    return await service.storeEach(caller, items, turn);
  } catch (error) {
    if (!(error instanceof DomainError)) logger.error(safeError(error), 'lines could not be stored');
    const excuse = error instanceof DomainError ? error : lineNotNow();
    return items.map(() => excuse);
  }
}

function answer(line: number, became: Stored | DomainError): string {
  if (became instanceof DomainError) return refusedLine(line, became);
  const { id, version, outcome } = became;
  return `{"line":${line},"status":${outcome === 'created' ? 201 : 200},"id":"${id}","version":${version}}`;
}
