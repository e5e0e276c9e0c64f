import { hasDevice, hasOwnDevice } from './device-text.js';
import { skeletonsById } from './interning.js';
import { findBodies, findDevices } from './known-parts.js';
import type { ObservationRow } from './observation.js';
import { type RawRow, toRow } from './row.js';
import { devicesBySeries } from './source-devices.js';

/** How the texts that rows share are read when they are met for the first time. */
export interface SharedTexts {
  readonly bodies: typeof skeletonsById;
  readonly devices: typeof devicesBySeries;
}
/** In the transaction that is open. */
const HERE: SharedTexts = { bodies: skeletonsById, devices: devicesBySeries };

/** What was stored, with what skeletons and sources say for it. */
export async function toRows<Raw extends RawRow>(
  clinicId: string,
  raws: readonly Raw[],
  patientOf: (raw: Raw) => string,
  read: SharedTexts = HERE,
): Promise<ObservationRow[]> {
  const ids = raws.map((raw) => raw.skeleton_id);
  const bodies = await findBodies(clinicId, ids, read.bodies);
  const marked = new Set<number>();
  for (const [id, body] of bodies) if (hasDevice(body)) marked.add(id);
  const isSilent = (raw: Raw) => marked.has(raw.skeleton_id) && !hasOwnDevice(raw.remainder);
  const silent = raws.filter(isSilent).map((raw) => raw.series_id);
  const devices = silent.length === 0 ? NONE : await findDevices(clinicId, silent, read.devices);
  return raws.map((raw) => ({
    ...toRow(raw, patientOf(raw), bodies.get(raw.skeleton_id)!),
    device: isSilent(raw) ? (devices.get(raw.series_id) ?? null) : null,
  }));
}

const NONE: ReadonlyMap<number, string> = new Map();
