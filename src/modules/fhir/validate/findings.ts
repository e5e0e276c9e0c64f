export type Json = Record<string, unknown>;

/** FHIR IssueType codes that our checks use. */
export type IssueCode =
  | 'structure'
  | 'required'
  | 'value'
  | 'code-invalid'
  | 'invariant'
  | 'invalid'
  | 'extension'
  | 'not-supported'
  | 'too-costly'
  | 'too-long'
  | 'not-found'
  | 'business-rule';

export interface Issue {
  readonly severity: 'error';
  readonly code: IssueCode;
  /** Where, as a FHIRPath such as `Observation.component[1].valueQuantity.value`. */
  readonly expression: string;
  /** A plain sentence that names what would be right. Never quotes patient data. */
  readonly diagnostics: string;
}

export type Check = (o: Json, out: Findings) => void;

interface Finding {
  readonly code: IssueCode;
  path: string;
  readonly diagnostics: string;
}

export const MAX_ISSUES = 20;

/**
 * Collects what is wrong during a check. Paths are put together on the way back up, so that a resource without
 * errors, the usual one, pays nothing for them.
 */
export class Findings {
  readonly found: Finding[] = [];
  /** How deep we are in contained resources and Bundles. */
  nesting = 0;

  /** @param resource - checks a resource of any type; handed in because the generated code cannot import it */
  constructor(readonly resource: Check) {}

  get full(): boolean {
    return this.found.length >= MAX_ISSUES;
  }

  add(code: IssueCode, path: string, diagnostics: string): void {
    if (this.found.length < MAX_ISSUES) this.found.push({ code, path, diagnostics });
  }

  /** Puts `key` in front of the paths of everything found since `from`. */
  within(from: number, key: string): void {
    for (let i = from; i < this.found.length; i++) {
      const f = this.found[i]!;
      f.path = f.path === '' ? key : `${key}.${f.path}`;
    }
  }

  toIssues(root: string): Issue[] {
    return this.found.map(({ code, path, diagnostics }) => {
      const expression = path === '' ? root : `${root}.${path}`;
      return { severity: 'error', code, expression, diagnostics };
    });
  }
}
