import { describe, expect, it } from '@jest/globals';
import { findFault, type Place, START } from './check-link.js';
import { type AuditRecord, digestOf, type Link, nextLink } from './link.js';

const row = (id: number, overrides: Partial<AuditRecord> = {}): AuditRecord => ({
  clinicId: '7b1c7f0e-0000-4000-8000-000000000001',
  id,
  at: `2026-11-26T09:30:00.${String(id).padStart(6, '0')}Z`,
  actor: 'person/7b1c7f0e-0000-4000-8000-000000000002',
  role: 'clinician',
  type: 'Patient',
  interaction: 'read',
  patientId: null,
  patientIds: null,
  objectId: null,
  outcome: 'success',
  count: 1,
  requestId: 'r',
  address: '127.0.0.1',
  reason: null,
  ...overrides,
});
const rows = Array.from({ length: 9 }, (_, i) => row(i + 1));
const AT = '2026-11-26T09:30:01.000Z';
const links: Link[] = [];
for (const part of [rows.slice(0, 3), rows.slice(3, 6), rows.slice(6)]) links.push(nextLink(links.at(-1), part, AT));

/** Goes along as the command does. */
function check(chain: readonly Link[], present: readonly AuditRecord[]) {
  const byId = new Map(present.map((one) => [one.id, one]));
  let place: Place = START;
  for (const link of chain) {
    const fault = findFault(link, byId, place);
    if (fault) return fault;
    place = link;
  }
  return undefined;
}
const without = (id: number) => rows.filter((one) => one.id !== id);
const swapped = ([a, b, ...rest]: readonly Link[]) => [b!, a!, ...rest];

describe('a chain', () => {
  it('holds when nothing was touched', () => expect(check(links, rows)).toBeUndefined());

  it.each([
    ['a changed row', links, [...without(5), row(5, { outcome: 'denied' })], 'changed', 5],
    ['a row given to another person', links, [...without(2), row(2, { actor: 'person/x' })], 'changed', 2],
    [
      'two rows that changed places',
      links,
      [...without(1).filter(({ id }) => id !== 2), row(1, { at: rows[1]!.at }), row(2, { at: rows[0]!.at })],
      'changed',
      1,
    ],
    ['a removed row', links, without(6), 'removed', 6],
    [
      'the first of two faults',
      links,
      without(4).map((one) => (one.id === 8 ? row(8, { count: 2 }) : one)),
      'removed',
      4,
    ],
    ['a removed link', [links[0]!, links[2]!], rows, 'removed', 7],
    ['links that changed places', swapped(links), rows, 'removed', 4],
    [
      'rows that changed places in a link',
      [
        { ...links[0]!, ids: [2, 1, 3], digests: Buffer.concat([rows[1]!, rows[0]!, rows[2]!].map(digestOf)) },
        links[1]!,
      ],
      rows,
      'reordered',
      1,
    ],
    [
      'a changed row whose digest was changed with it',
      [
        links[0]!,
        { ...links[1]!, digests: Buffer.concat([row(4, { count: 9 }), rows[4]!, rows[5]!].map(digestOf)) },
        links[2]!,
      ],
      [...without(4), row(4, { count: 9 })],
      'seal-broken',
      4,
    ],
    [
      'a link written anew, with everything in it',
      [links[0]!, nextLink(links[0], [row(4, { count: 9 }), rows[4]!, rows[5]!], AT), links[2]!],
      [...without(4), row(4, { count: 9 })],
      'seal-broken',
      7,
    ],
    ['a total that was changed', [{ ...links[0]!, total: 4 }], rows, 'seal-broken', 1],
  ])('tells of %s, at the first bad row', (_name, chain, present, kind, rowId) => {
    expect(check(chain, present)).toMatchObject({ kind, rowId });
  });

  it('digests every field of a row', () => {
    for (const [field, value] of Object.entries(row(1))) {
      const other = typeof value === 'number' ? value + 1 : field === 'patientIds' ? ['x'] : `${String(value)}x`;
      expect([field, digestOf(row(1, { [field]: other })).equals(digestOf(row(1)))]).toEqual([field, false]);
    }
  });
});
