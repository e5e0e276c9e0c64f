/** A key of the catalogue of sentences with raw facts. */
export interface Sentence {
  readonly key: string;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
}
