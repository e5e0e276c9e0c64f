import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { ApiError, newId, request } from '../../api/client.js';
import { matchesQuery } from '../../api/queries.js';
import type { InvitationLink, Matches, NewInvitation, PatientDetail, Referral } from '../../api/types.js';
import { sayOnPage } from '../../words/index.js';
import { bodyOf, lookFor, type RegisterDraft } from './register-draft.js';

/** What becomes of a registration: the patient, and the invitation or why there is none. */
export interface Registered {
  readonly patient: PatientDetail;
  readonly link: InvitationLink | null;
  readonly inviteError: string | null;
}

/**
 * Looks for the same person while it is filled in, registers, and invites.
 *
 * @param wants - an invitation to the address
 * @param referral - whom it registers; the referral is then accepted
 */
export function useRegister(draft: RegisterDraft, wants: boolean, referral?: Referral) {
  const queries = useQueryClient();
  // The same ids for every retry: a lost answer must not register anyone twice.
  const ids = useRef({ patient: newId(), invitation: newId() });
  const who = lookFor(draft);
  const matches = useQuery({ ...matchesQuery(who ?? NOBODY), enabled: who !== null });
  const found = who ? matches.data : undefined;
  const sharer = found?.sharesEmail ?? null;
  const invites = wants && !sharer?.signsIn;
  const register = useMutation({
    mutationFn: async (): Promise<Registered> => {
      // Before anything is written: the mail would go to somebody else, and nobody could accept.
      if (invites && who) refuseShared((await queries.fetchQuery(matchesQuery(who))).sharesEmail);
      const path = referral ? `/api/v1/referrals/${referral.id}/accept` : '/api/v1/patients';
      const patient = await request<PatientDetail>(path, { method: 'POST', body: bodyOf(ids.current.patient, draft) });
      if (wants && !invites) return { patient, link: null, inviteError: sharer && sharerWords(sharer) };
      if (!wants || !patient.email) return { patient, link: null, inviteError: null };
      const body: NewInvitation = {
        id: ids.current.invitation,
        email: patient.email,
        name: patient.name,
        role: 'patient',
        profession: null,
        patientId: patient.id,
      };
      // The patient is registered by now: a failed invitation must not look like a failed registration.
      return request<InvitationLink>('/api/v1/invitations', { method: 'POST', body }).then(
        (link) => ({ patient, link, inviteError: null }),
        (error: Error) => ({ patient, link: null, inviteError: error.message }),
      );
    },
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['patient'] }),
        queries.invalidateQueries({ queryKey: ['clinic', 'referrals'] }),
      ]),
  });
  return { register, matches: found?.items ?? [], sharer };
}

const NOBODY = { givenName: '', familyName: '', birthDate: '' };

export const sharerWords = ({ name, signsIn }: NonNullable<Matches['sharesEmail']>): string =>
  sayOnPage('invitePatient.shared', { name, signsIn: String(signsIn) });

/** As the server would, of the invitation. */
function refuseShared(sharer: Matches['sharesEmail']): void {
  if (!sharer?.signsIn) return;
  const words = sharerWords(sharer);
  throw new ApiError(409, 'ADDRESS_IN_USE', words, null, [{ path: 'email', message: words }]);
}
