import { findGlasses } from './audit.repository.js';

const GLASS = /break-glass ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g;
const isOfGlass = (reason: string | null): reason is string => reason?.startsWith('break-glass ') ?? false;

/**
 * The rows with the reasons this reader may know. An act under broken glasses names them by their ids; what was said when
 * they were broken is for the patient it was said about. A row of a list is read by each patient on it.
 *
 * @param about - the records the reader is known by (see `findRecordIds`); everybody, of those who check what people did
 */
export async function withGivenReasons<Row extends { readonly reason: string | null }>(
  rows: readonly Row[],
  about: readonly string[] | 'everybody',
): Promise<Row[]> {
  const ids = rows.flatMap(({ reason }) => (isOfGlass(reason) ? idsIn(reason) : []));
  if (ids.length === 0) return [...rows];
  const glasses = new Map((await findGlasses([...new Set(ids)], about)).map((glass) => [glass.id, glass]));
  return rows.map((row) => {
    if (!isOfGlass(row.reason)) return row;
    const known = idsIn(row.reason).flatMap((id) => glasses.get(id) ?? []);
    // Of a patient who was erased, the row of the act is what is left.
    const left = about === 'everybody' ? row.reason.replace(GLASS, 'break-glass access') : null;
    return { ...row, reason: known.length === 0 ? left : known.map(toWords).join('; ') };
  });
}

const idsIn = (reason: string): string[] => [...new Set([...reason.matchAll(GLASS)].map(([, id]) => id!))];

const GIVEN = 'break-glass access (';
const toWords = ({ kind, reason }: { kind: string; reason: string }) => `${GIVEN}${kind}): ${reason}`;

/** Is it what was said when a glass was broken? */
export const isGivenReason = (reason: string | null): boolean => reason?.startsWith(GIVEN) ?? false;
