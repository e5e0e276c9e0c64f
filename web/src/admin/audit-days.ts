/** Days as fields have them; empty: no limit. */
interface Days {
  readonly from: string;
  readonly to: string;
}

/** Does the last day lie before the first? Then nothing can fit, and that is not for want of acts. */
export const isBackwards = ({ from, to }: Days): boolean => from !== '' && to !== '' && to < from;
