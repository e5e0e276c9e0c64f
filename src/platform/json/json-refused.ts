/** Why a body was not read. The FHIR filter answers with `issueCode`, the plain API with `code`. */
export type JsonRefusal =
  'syntax' | 'encoding' | 'too-deep' | 'too-many-nodes' | 'duplicate-key' | 'forbidden-key' | 'bad-character';

const ISSUE_CODE: Record<JsonRefusal, 'structure' | 'value' | 'too-costly'> = {
  syntax: 'structure',
  encoding: 'value',
  'too-deep': 'too-costly',
  'too-many-nodes': 'too-costly',
  'duplicate-key': 'structure',
  'forbidden-key': 'structure',
  'bad-character': 'value',
};

/** A refused JSON body. The message never quotes the body: it may hold patient data. */
export class JsonRefused extends Error {
  constructor(
    readonly code: JsonRefusal,
    message: string,
    /** Byte offset into the body where it was noticed. */
    readonly offset: number,
  ) {
    super(message);
    this.name = 'JsonRefused';
  }

  get issueCode(): 'structure' | 'value' | 'too-costly' {
    return ISSUE_CODE[this.code];
  }
}
