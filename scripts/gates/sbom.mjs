import { licenceOf } from './licences.mjs';
import { label, packagesOf } from './lock.mjs';

/**
 * npm's bill of materials with what npm does not know: it calls us by the name of the folder, and leaves the licence
 * out where a package states it in another way.
 *
 * @param rules - as in licences.json
 */
export function completeSbom(sbom, { name }, lock, rules) {
  const licences = new Map(packagesOf(lock).map((found) => [label(found), licenceOf(found, rules)]));
  return {
    ...sbom,
    metadata: { ...sbom.metadata, component: { ...sbom.metadata.component, name } },
    components: sbom.components.map((component) => {
      if (component.licenses?.length) return component;
      const id = licences.get(nameOf(component));
      return id ? { ...component, licenses: [{ license: { id } }] } : component;
    }),
  };
}

/** What an SBOM lacks: packages of the lockfile, licences, hashes. One sentence each. */
export function findGaps(sbom, lock) {
  const named = new Map(sbom.components.map((component) => [nameOf(component), component]));
  return [...new Set(packagesOf(lock).map(label))].flatMap((wanted) => {
    const component = named.get(wanted);
    if (!component) return [`${wanted} is missing`];
    return [
      ...(component.licenses?.length ? [] : [`${wanted} has no licence`]),
      ...(component.hashes?.length ? [] : [`${wanted} has no hash`]),
    ];
  });
}

/** Name and version as the registry has them: `name` may be an alias of ours. */
const nameOf = ({ purl }) => decodeURIComponent(purl.slice('pkg:npm/'.length));
