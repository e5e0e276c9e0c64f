import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';

export interface Told {
  /** For the heading of the part, which takes the focus. */
  readonly heading: { readonly ref: RefObject<HTMLHeadingElement | null>; readonly tabIndex: -1 };
  readonly tell: (words: string) => void;
  /** Says it to whoever does not see the page; always in it, so that it is read. */
  readonly line: ReactNode;
}

/** The row goes with what was said, or when the list is read again; later changes of it are nobody's who pressed. */
const JUST_NOW_MS = 1000;

/**
 * What has become of a list by one's own press, of which the button is gone with its row: it is said, and the focus goes to
 * the heading instead of nowhere.
 *
 * @param shown - what the list shows; the row may go a moment after it was said
 */
export function useTold(shown: unknown): Told {
  const [told, setTold] = useState<{ words: string; at: number } | null>(null);
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (told && performance.now() - told.at < JUST_NOW_MS && document.activeElement === document.body)
      ref.current?.focus();
  }, [told, shown]);
  return {
    heading: { ref, tabIndex: -1 },
    tell: (words) => setTold({ words, at: performance.now() }),
    line: (
      <p className="sr" role="status">
        {told?.words}
      </p>
    ),
  };
}
