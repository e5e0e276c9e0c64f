import { interactionPolicy } from 'oidc-provider';

const { Check, Prompt } = interactionPolicy;

/**
 * The person is asked each time, on our page, by whoever is signed in there: no app gets data by an answer given
 * earlier, and the authorisation server keeps no session of its own that could differ from ours.
 */
export const askEachTime = [
  new Prompt(
    { name: 'consent', requestable: true },
    new Check('person_decides', 'the person has to decide', 'interaction_required', (ctx) => {
      const answered = (ctx.oidc.result as { consent?: unknown } | undefined)?.consent !== undefined;
      return answered ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  ),
];
