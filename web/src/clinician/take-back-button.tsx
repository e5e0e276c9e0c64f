import type { ComponentProps } from 'react';
import { AskFirst } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

/** Takes back an invitation that nobody has accepted, once it is meant: whoever holds its link is shut out. */
export function TakeBackButton(
  props: Pick<ComponentProps<typeof AskFirst>, 'act' | 'small' | 'kind'> & {
    invitation: { readonly name: string; readonly email: string };
  },
) {
  const { invitation, ...look } = props;
  const { name, email } = invitation;
  return (
    <AskFirst
      {...look}
      label={sayOnPage('people.takeBack')}
      named={sayOnPage('people.takeBackNamed', { name })}
      title={sayOnPage('people.takeBackTitle', { name })}
      no={sayOnPage('followers.keep')}
    >
      {sayOnPage('people.takeBackWhy', { name, email })}
    </AskFirst>
  );
}
