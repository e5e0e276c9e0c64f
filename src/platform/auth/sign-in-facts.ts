import { AsyncLocalStorage } from 'node:async_hooks';

/** What happens inside better-auth during one call, and is of use outside of it. */
export interface SignInFacts {
  /** When the person last proved who they are; null: not lately. Undefined: just now. */
  provenAt?: Date | null;
  /** The session that was made. */
  session?: { readonly id: string; readonly userId: string };
  /** It was taken back: the password was right, and a second factor is asked for. */
  halfway?: boolean;
}

const facts = new AsyncLocalStorage<SignInFacts>();

/** The facts of the call we are in; of no use to anybody outside of one. */
export const currentFacts = (): SignInFacts => facts.getStore() ?? {};

export async function withFacts<T>(run: () => Promise<T>): Promise<{ result: T; facts: SignInFacts }> {
  const gathered: SignInFacts = {};
  return { result: await facts.run(gathered, run), facts: gathered };
}
