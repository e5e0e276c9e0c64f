/** What all refusals of whole payloads and files have in common. `status` is the HTTP answer that fits. */
export class VendorError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The payload is none of the shapes that this vendor's parser knows. */
export class VendorPayloadError extends VendorError {
  constructor(message: string) {
    super('VENDOR_PAYLOAD_UNRECOGNISED', 422, message);
  }
}

export type XmlRefusalCode = 'XML_ENTITY_REFUSED' | 'XML_MALFORMED' | 'XML_TOO_COSTLY';

/** The XML is broken, or built to hurt the reader. */
export class XmlRefused extends VendorError {
  constructor(
    override readonly code: XmlRefusalCode,
    message: string,
  ) {
    super(code, 422, message);
  }
}

export type UploadRefusalCode =
  'UPLOAD_NOT_THEIRS' | 'UPLOAD_TRUNCATED' | 'UPLOAD_UNSAFE' | 'UPLOAD_TOO_LARGE' | 'UPLOAD_INCOMPLETE';

/** The uploaded file is of the right kind but cannot be read safely. */
export class UploadRefused extends VendorError {
  constructor(
    override readonly code: UploadRefusalCode,
    message: string,
  ) {
    super(code, code === 'UPLOAD_TOO_LARGE' ? 413 : 422, message);
  }
}

/** `UPLOAD_NO_ZIP`: packed in another way than as zip. `UPLOAD_OTHER_KIND`: not what the sender's `kind` says. */
export type UnsupportedUploadCode = 'UPLOAD_UNSUPPORTED' | 'UPLOAD_NO_ZIP' | 'UPLOAD_EMPTY' | 'UPLOAD_OTHER_KIND';

/** The uploaded file is something else altogether. */
export class UnsupportedUploadError extends VendorError {
  constructor(message: string, code: UnsupportedUploadCode = 'UPLOAD_UNSUPPORTED') {
    super(code, 415, message);
  }
}
