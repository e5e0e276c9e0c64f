import type { EventKind } from './alert-events.repository.js';

/** Called in the transaction that changes the alert: what it writes is there with the change, or not at all. */
export type AlertFollower = (event: { readonly alertId: string; readonly kind: EventKind }) => Promise<void>;

const followers = new Set<AlertFollower>();

/** From now on this follows everything that becomes of an alert, in its transaction. The same one twice follows once. */
export function followAlerts(follower: AlertFollower): void {
  followers.add(follower);
}

export async function tellFollowers(event: Parameters<AlertFollower>[0]): Promise<void> {
  for (const follower of followers) await follower(event);
}
