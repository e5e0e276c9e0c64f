/** Why somebody may not hear of an alert any more, in a word; null: they may. Called in the transaction that takes the notice. */
export type NewsJudge = (news: { readonly alertId: string; readonly personId: string }) => Promise<string | null>;

let judge: NewsJudge = () => Promise.resolve('not-sharing');

/** Whoever tells news knows who may hear of it; notices know of no rights. Until somebody says so nobody may. */
export function judgeNewsBy(by: NewsJudge): void {
  judge = by;
}

export const askJudge: NewsJudge = (news) => judge(news);
