import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { VendorError, XmlRefused } from '../vendor.errors.js';

export const XML_LIMITS = {
  /** Apple's own export nests three deep. */
  depth: 8,
  attributeChars: 4096,
  /** Bytes from tag to tag: bounds attributes, comments, texts and the DOCTYPE (Apple's has 10 KB) while they are read. */
  silentBytes: 256 * 1024,
} as const;

const SLICE_BYTES = 64 * 1024;
/** Characters that XML has no room for. iPhones write them as they stand in names: a line that was broken in one is U+000B. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

export interface XmlHandler {
  open(name: string, attributes: Readonly<Record<string, string>>, depth: number): void;
  close(name: string, depth: number): void;
}

/**
 * Streams XML that a stranger made. Refused are entities of any kind, external parts, and anything that grows without
 * end; a DOCTYPE with an internal list of elements and attributes is what Apple writes, and is fine.
 */
export class SafeXmlReader {
  private readonly parser = new SaxesParser({ xmlns: false, position: false });
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private depth = 0;
  private silentBytes = 0;

  constructor(private readonly handler: XmlHandler) {
    this.parser.on('doctype', refuseDangerousDoctype);
    this.parser.on('opentagstart', () => this.enter());
    this.parser.on('opentag', (tag) => this.open(tag));
    this.parser.on('closetag', (tag) => this.leave(tag.name));
  }

  /** Hands the bytes over in slices, so that the caller can store what came of one before the next is read. */
  *write(chunk: Uint8Array): Generator<void> {
    for (let from = 0; from < chunk.length; from += SLICE_BYTES) {
      const slice = chunk.subarray(from, from + SLICE_BYTES);
      this.count(slice.length);
      this.guarded(() => this.feed(this.decoder.decode(slice, { stream: true })));
      yield;
    }
  }

  end(): void {
    this.guarded(() => {
      this.feed(this.decoder.decode());
      this.parser.close();
    });
  }

  /** A blank in their place: a whole history is not refused for a letter in a name. */
  private feed(text: string): void {
    this.parser.write(text.replace(FORBIDDEN, ' '));
  }

  private count(bytes: number): void {
    this.silentBytes += bytes;
    if (this.silentBytes > XML_LIMITS.silentBytes) throw tooCostly('a tag or text', '256 KB');
  }

  private enter(): void {
    this.silentBytes = 0;
    if (++this.depth > XML_LIMITS.depth) throw new XmlRefused('XML_TOO_COSTLY', 'XML must not nest deeper than 8.');
  }

  private open(tag: SaxesTagPlain): void {
    for (const name in tag.attributes) {
      if (tag.attributes[name]!.length > XML_LIMITS.attributeChars) throw tooCostly('an attribute', '4 KB');
    }
    this.handler.open(tag.name, tag.attributes, this.depth);
  }

  private leave(name: string): void {
    this.silentBytes = 0;
    this.handler.close(name, this.depth);
    this.depth--;
  }

  private guarded(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (error instanceof VendorError) throw error;
      throw toRefusal(error);
    }
  }
}

/** Comments are searched too: what we take for a comment another reader might not. */
function refuseDangerousDoctype(doctype: string): void {
  if (/<!ENTITY|%[\w:.-]+;|\b(SYSTEM|PUBLIC)\b/i.test(doctype)) {
    throw new XmlRefused('XML_ENTITY_REFUSED', 'XML must not declare entities or point to other files.');
  }
}

function tooCostly(what: string, limit: string): XmlRefused {
  return new XmlRefused('XML_TOO_COSTLY', `XML must not have ${what} longer than ${limit}.`);
}

/** The parser's own words can quote the file, and with it names: they are not passed on. */
function toRefusal(error: unknown): Error {
  const words = error instanceof Error ? error.message : '';
  if (/entity/i.test(words)) return new XmlRefused('XML_ENTITY_REFUSED', 'XML must not use entities of its own.');
  if (error instanceof TypeError) return new XmlRefused('XML_MALFORMED', 'XML must be UTF-8.');
  if (/unclosed|document must contain|unexpected end/i.test(words)) {
    return new XmlRefused(
      'XML_MALFORMED',
      'XML ends before its last tag is closed: please export and upload it again.',
    );
  }
  return new XmlRefused('XML_MALFORMED', 'XML is not well formed: please export and upload it again.');
}
