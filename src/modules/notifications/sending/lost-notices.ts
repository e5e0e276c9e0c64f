/** Called in the transaction that ends a notice of this step without anybody having had it. */
export type LostNoticeFollower = (stepId: string) => Promise<void>;

const followers = new Set<LostNoticeFollower>();

/** Whoever makes the calls hears which of their notices were lost; notices know of no calls. The same one twice follows once. */
export function followLostNotices(follower: LostNoticeFollower): void {
  followers.add(follower);
}

export async function tellLost(stepId: string): Promise<void> {
  for (const follower of followers) await follower(stepId);
}
