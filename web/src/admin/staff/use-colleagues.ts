import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '../../api/queries.js';
import type { Member } from '../../api/types.js';

/** Those who work with patients here today. */
export function useColleagues(): Member[] {
  const members = useQuery(membersQuery);
  return (members.data?.items ?? []).filter(
    (member) => member.active && (member.role === 'clinician' || member.role === 'coordinator'),
  );
}
