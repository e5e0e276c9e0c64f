import { type ReactNode, useState } from 'react';
import { Confirm } from './confirm.js';
import { Button, type ButtonKind } from './controls.js';

/** What is done on a yes: a mutation without arguments. */
interface Act {
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly mutate: (input: void, then: { onSuccess: () => void }) => void;
  readonly reset: () => void;
}

/** The button of a weighty act: it asks once, and says what will be. */
export function AskFirst(props: {
  /** On the button; `named` says it with whom it is about, where several stand on a page. */
  label: string;
  named?: string;
  title: string;
  /** What will be. */
  children: ReactNode;
  no: string;
  act: Act;
  small?: boolean;
  kind?: ButtonKind;
}) {
  const { label, named, title, children, no, act, small = false, kind = 'plain' } = props;
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  return (
    <>
      <Button
        small={small}
        kind={kind}
        aria-label={named}
        onClick={() => {
          act.reset();
          setAsking(true);
        }}
      >
        {label}
      </Button>
      <Confirm
        title={title}
        yes={label}
        no={no}
        opened={asking}
        busy={act.isPending}
        error={act.error}
        onYes={() => act.mutate(undefined, { onSuccess: close })}
        onNo={close}
      >
        {children}
      </Confirm>
    </>
  );
}
