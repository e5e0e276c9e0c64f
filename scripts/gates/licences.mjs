import { label, packagesOf } from './lock.mjs';

/**
 * Packages whose licence we may not pass on, or that name none.
 *
 * @param rules - as in licences.json: `passedOn` for everything, `unchanged` names packages
 *   that are passed on as their makers published them, with a licence that asks no more than that, `toolsOnly` names packages that never leave this
 *   machine with their licences, `read` says what packages without a statement of their own are under
 */
export function findLicenceProblems(lock, rules) {
  return packagesOf(lock).flatMap((found) => {
    const licence = licenceOf(found, rules);
    if (!licence) return [`${label(found)} names no licence: read it, then name it in scripts/gates/licences.json`];
    if (isWithin(licence, [...rules.passedOn, ...(rules.unchanged[found.name] ?? [])])) return [];
    if (found.isTool && isWithin(licence, rules.toolsOnly[found.name] ?? rules.toolsOnly[family(found.name)] ?? []))
      return [];
    return [`${label(found)} is under ${licence}, which is not on our list`];
  });
}

/** As the package states it, else as somebody read it in its files. */
export const licenceOf = (found, rules) => found.licence ?? rules.read[label(found)]?.licence;

const family = (name) => name.replace(/-.*/, '-*');

/** SPDX: of an OR one is enough, of an AND all are needed. */
function isWithin(expression, allowed) {
  const any = expression.replace(/[()]/g, '').split(/\s+OR\s+/);
  return any.some((side) => side.split(/\s+AND\s+/).every((licence) => allowed.includes(licence)));
}
