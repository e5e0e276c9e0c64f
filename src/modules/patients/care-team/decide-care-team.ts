export interface CareTeam {
  readonly personIds: readonly string[];
  readonly contactPersonId: string | null;
}

/**
 * Whoever stands in for somebody sees the patient as the team does, for a while; who is on the team is for its members,
 * coordinators and admins to say, or a stand-in could stay for good.
 */
export const mayChange = (
  before: CareTeam,
  by: { readonly personId: string | null; readonly removesOthers: boolean },
): boolean => by.removesOthers || (by.personId !== null && before.personIds.includes(by.personId));

/**
 * May this care team follow that one? A clinician adds colleagues, leaves, and names the contact; taking others off is the
 * coordinator's, because it takes away what they may see. Undefined: yes.
 *
 * @param by.removesOthers - coordinators and admins
 */
export function refuseCareTeam(
  before: CareTeam,
  after: CareTeam,
  by: { readonly personId: string | null; readonly removesOthers: boolean },
): { readonly path: string; readonly message: string } | undefined {
  if (after.contactPersonId !== null && !after.personIds.includes(after.contactPersonId))
    return { path: 'contactPersonId', message: 'must be one of personIds' };
  const gone = before.personIds.filter((id) => !after.personIds.includes(id) && id !== by.personId);
  if (gone.length > 0 && !by.removesOthers)
    return { path: 'personIds', message: 'must keep your colleagues: a coordinator takes somebody off a care team' };
  return undefined;
}
