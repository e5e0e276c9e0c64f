import type { Param, ParamReader } from './search-params.js';

/** The value set of `status`, and the code system its codes are of. */
export interface StatusCodes {
  readonly system: string;
  readonly codes: ReadonlySet<string>;
}

/** What searches for things of one patient have in common: who must be named, and `status`, which narrows them. */
export class OnePatientReader {
  /** Any of these; null: all, what was entered in error too. */
  statuses: readonly string[] | null = null;
  private named: readonly string[] = [];

  constructor(
    private readonly reader: ParamReader,
    private readonly status: StatusCodes,
  ) {}

  readonly patient = (param: Param): void => {
    this.named = [...this.named, ...this.reader.references(param, 'Patient')];
  };

  /** A status that is none would find nothing, which reads as if there were nothing. */
  readonly readStatus = (param: Param): void => {
    const { system, codes } = this.status;
    // Given twice it means both at once, which nothing is.
    if (this.statuses)
      this.reader.refuse('not-supported', 'status', 'status is taken once: values between commas mean any of them');
    const tokens = this.reader.tokens(param);
    if (tokens.some((token) => !codes.has(token.code) || (token.system !== null && token.system !== system)))
      this.reader.refuse('value', 'status', `status must be one of ${[...codes].join(', ')}, alone or of ${system}`);
    this.statuses = tokens.map(({ code }) => code);
  };

  /** Once all parameters are read. Undefined: refused, because none was named, or several. */
  found(): string | undefined {
    const [patientId] = this.named;
    if (patientId !== undefined && this.named.length === 1) return patientId.toLowerCase();
    this.reader.refuse('required', 'patient', 'patient must name one patient');
    return undefined;
  }
}
