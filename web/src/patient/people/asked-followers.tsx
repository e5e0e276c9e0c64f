import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { followersQuery } from '../../api/queries.js';
import { sayOnPage } from '../../words/index.js';
import { toAsked } from './waiting-follower.js';

/** Says that somebody whom the clinic has invited waits for the patient's yes, and leads there. */
export function AskedFollowers({ patientId }: { patientId: string }) {
  const followers = useQuery(followersQuery(patientId));
  const asked = followers.data ? toAsked(followers.data) : [];
  if (asked.length === 0) return null;
  return (
    <p className="note">
      <Link to="/people">{sayOnPage('people.asked', { count: asked.length, name: asked[0]!.name })}</Link>
    </p>
  );
}
