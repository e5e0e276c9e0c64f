/** The input cannot be true. Names the place, so that the caller finds the offending number; carries no value. */
export class DetectionInputError extends Error {
  override readonly name = 'DetectionInputError';

  /**
   * @param path - where in the input, for example `metrics.steps`
   * @param index - the offending day or entry (0 = first), null when the whole field is wrong
   */
  constructor(
    readonly path: string,
    readonly index: number | null,
    readonly problem: string,
  ) {
    super(`${path}${index === null ? '' : `[${index}]`} ${problem}`);
  }
}
