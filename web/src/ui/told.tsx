import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';

export interface Told {
  /** For the heading of the part, which takes the focus. */
  readonly heading: { readonly ref: RefObject<HTMLHeadingElement | null>; readonly tabIndex: -1 };
  readonly tell: (words: string) => void;
  /** Says it to whoever does not see the page; always in it, so that it is read. */
  readonly line: ReactNode;
}

/** A dialog that closes gives the focus back by then. */
const AFTER_DIALOGS_MS = 100;

/**
 * What has become of a list by one's own press, of which the button is gone with its row: it is said, and the focus goes to
 * the heading instead of nowhere.
 *
 * @param shown - what the list shows; the row may go a moment after it was said
 */
export function useTold(shown: unknown): Told {
  const [told, setTold] = useState<{ words: string } | null>(null);
  const ref = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!told) return undefined;
    const take = () => document.activeElement === document.body && ref.current?.focus();
    take();
    // The question that was asked goes, and gives the focus back to a button that goes as well, a moment later.
    const later = window.setTimeout(take, AFTER_DIALOGS_MS);
    return () => window.clearTimeout(later);
  }, [told, shown]);
  return {
    heading: { ref, tabIndex: -1 },
    tell: (words) => setTold({ words }),
    line: (
      <p className="sr" role="status">
        {told?.words}
      </p>
    ),
  };
}
