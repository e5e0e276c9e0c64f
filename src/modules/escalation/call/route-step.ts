import type { Target } from '../plan/plan-steps.js';

/** Whom a clinic has at this moment, for one alert. All are active members who may see it. */
export interface Circle {
  readonly ownerId: string | null;
  readonly contactId: string | null;
  /** Whose work it is; null: anybody's of the team. */
  readonly discipline: string | null;
  readonly careTeam: readonly Colleague[];
  /** The care team, who stands in for one of it, and whom a call has brought in. */
  readonly lookingAfter: readonly Colleague[];
  readonly coordinators: readonly Colleague[];
  /** By rank; the rota has replaced those who are away already. */
  readonly onCall: readonly { readonly personId: string; readonly rank: number }[];
  readonly absences: readonly { readonly personId: string; readonly standInId: string }[];
}

export interface Colleague {
  readonly personId: string;
  readonly profession: string | null;
}

/** Somebody who is away is not called; `standInId` null: nobody stands in who is there. */
export interface Away {
  readonly personId: string;
  readonly standInId: string | null;
}

export interface Route {
  /** Called one group after the other until somebody of a group can be reached. */
  readonly groups: readonly (readonly string[])[];
  readonly away: readonly Away[];
}

/**
 * Whom does a step of the chain call? Named people first, then those who share the work, so that a name that is missing
 * never means that nobody is called.
 *
 * @throws Error for a target that no rule can name
 */
export function routeStep(target: Target, circle: Circle): Route {
  const wanted = wantedBy(target, circle);
  const away: Away[] = [];
  const present = (personId: string): string[] => {
    const absence = circle.absences.find((one) => one.personId === personId);
    if (!absence) return [personId];
    const isThere = !circle.absences.some((one) => one.personId === absence.standInId);
    if (!away.some((one) => one.personId === personId))
      away.push({ personId, standInId: isThere ? absence.standInId : null });
    return isThere ? [absence.standInId] : [];
  };
  const groups = wanted.map((group) => [...new Set(group.flatMap(present))]).filter((group) => group.length > 0);
  return { groups, away };
}

function wantedBy(target: Target, circle: Circle): string[][] {
  const team = ids(circle.careTeam);
  const named = [circle.ownerId, circle.contactId].flatMap((id) => (id === null ? [] : [[id]]));
  switch (target) {
    case 'owner':
      return [...named, team];
    case 'contact':
      return [...(circle.contactId === null ? [] : [[circle.contactId]]), team];
    case 'discipline': {
      const theirs = (people: readonly Colleague[]) =>
        ids(people.filter(({ profession }) => profession !== null && profession === circle.discipline));
      return [theirs(circle.lookingAfter), theirs(circle.coordinators), team];
    }
    case 'care-team':
      return [team];
    case 'on-call':
      return [1, 2].map((rank) => ids(circle.onCall.filter((one) => one.rank === rank)));
    case 'coordinator':
      return [ids(circle.coordinators)];
    case 'fallback':
    case 'patient':
      return [];
    default:
      throw new Error(`No step calls ${String(target)}`);
  }
}

const ids = (people: readonly { readonly personId: string }[]) => people.map(({ personId }) => personId);
