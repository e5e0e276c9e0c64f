import { useState, type FormEvent } from 'react';
import { dayIn, untilWords } from '../../words/index.js';
import { type Grant, isSameGrant } from './grant.js';

export interface GrantDraft {
  readonly grant: Grant;
  readonly change: (grant: Grant) => void;
  /** Changes with each try to send, null before the first: until then nothing is called wrong. */
  readonly asked: object | null;
  /** What is wrong with its end; null before somebody asks, and when nothing is. */
  readonly untilProblem: string | null;
  /** Chosen otherwise than it was. */
  readonly isChanged: boolean;
  /** The form was pressed. True: it can be sent. */
  readonly ask: (event: FormEvent<HTMLFormElement>) => boolean;
}

/** What somebody may see and until when, while it is chosen. */
export function useGrant(opened: Grant, zone: string): GrantDraft {
  const [grant, setGrant] = useState(opened);
  const [start] = useState(opened);
  const [asked, setAsked] = useState<object | null>(null);
  const [isHalf, setHalf] = useState(false);
  const isChanged = !isSameGrant(grant, start);
  const problem = (half: boolean) => untilWords(grant.until, dayIn(Date.now(), zone), half);
  return {
    grant,
    asked,
    change: (to) => {
      setHalf(false);
      setGrant(to);
    },
    untilProblem: asked ? problem(isHalf) : null,
    isChanged,
    ask: (event) => {
      event.preventDefault();
      const half = hasHalf(event.currentTarget);
      setAsked({});
      setHalf(half);
      return grant.categories.length > 0 && problem(half) === null;
    },
  };
}

/** A day of which only a part is typed has no value: sent like that, it would be no end at all. */
const hasHalf = (form: HTMLFormElement): boolean =>
  [...form.elements].some((one) => one instanceof HTMLInputElement && one.validity.badInput);
