import { carryExact } from '../../platform/json/index.js';
import type { Resource } from './record.js';

/** The resource with the id, version and time that we gave it. Its other meta and every digit stay as they came. */
export function stampResource(
  resource: Resource,
  stamp: { readonly id: string; readonly version: number; readonly lastUpdated: Date },
): Resource {
  const { resourceType, id: _id, meta, ...rest } = resource;
  const kept = typeof meta === 'object' && meta !== null ? meta : {};
  return carryExact(resource, {
    resourceType,
    id: stamp.id,
    meta: { ...kept, versionId: String(stamp.version), lastUpdated: stamp.lastUpdated.toISOString() },
    ...rest,
  });
}
