import type { FormVerb } from './verbs.js';

/** What the form of a verb is about when it is about all that is selected. */
export const MANY = 'many';
/** A form, and what it was opened for: an alert, or all that is selected. It never turns to anything else. */
export interface OpenForm {
  readonly verb: FormVerb;
  readonly about: string;
}
export interface FormsNow {
  /** The row whose evidence is open. */
  readonly row: string | null;
  /** Rows are selected. */
  readonly many: boolean;
}

/** Is what it was opened for still there? */
export const formStands = ({ about }: OpenForm, { row, many }: FormsNow): boolean =>
  about === MANY ? many : about === row;

/** Asked for again it is the same form, with what is filled in. */
export const openForm = (before: OpenForm | null, next: OpenForm): OpenForm =>
  before?.verb === next.verb && before.about === next.about ? before : next;
