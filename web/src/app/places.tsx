import { Link } from '@tanstack/react-router';
import type { Role } from '../api/types.js';
import { placesOf } from './navigation.js';

/** The way to each page of a role: the rail of a clinic, the tabs of a phone. */
export function Places({ of, large = false }: { of: Role; large?: boolean }) {
  return placesOf(of).map(({ to, label, icon: Icon, exact }) => (
    <Link
      key={to}
      to={to}
      className="n"
      activeOptions={{ exact: exact ?? false, includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
    >
      <Icon className={large ? 'i l' : 'i'} aria-hidden="true" />
      {label}
    </Link>
  ));
}
