import type { Param, ParamReader, StatusCodes } from './search-params.js';

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

  readonly readStatus = (param: Param): void => {
    this.statuses = this.reader.statuses(param, this.status, this.statuses);
  };

  /** Once all parameters are read. Undefined: refused, because none was named, or several. */
  found(): string | undefined {
    const [patientId] = this.named;
    if (patientId !== undefined && this.named.length === 1) return patientId.toLowerCase();
    this.reader.refuse('required', 'patient', 'patient must name one patient');
    return undefined;
  }
}
