import { createHash } from 'node:crypto';
import type { Source, SourceKind } from './observation.js';

/** What a road tells of where a reading began. */
export interface Origin {
  /** Who speaks: a vendor's account, an app, 'fhir'. Identifies the source only where no device is named. */
  readonly system: string;
  readonly maker?: string | null | undefined;
  /** Name or model of the device as the road writes it; null or empty when it names none. */
  readonly device: string | null;
  /** What the road says of the device; the name goes before it, because every road tells the name. */
  readonly kind: SourceKind;
}

const WATCH = /watch|band|fitbit|garmin|oura|whoop|polar|suunto|amazfit|wearable|tracker|\bring\b/i;
const PHONE = /phone|android|pixel|galaxy s\d/i;

/** Product lines that some roads name without their maker, and others under the name of the platform they use. */
const MAKER_OF_LINE: readonly (readonly [RegExp, string])[] = [
  [/^(apple|fitbit|garmin|google|oura|polar|samsung|whoop|withings)\b/, ''],
  [/^(charge|versa|inspire|luxe|sense|ionic|alta)\b/, 'fitbit'],
  [/^pixel\b/, 'google'],
  [/^galaxy\b/, 'samsung'],
  [/^(iphone|ipad)\b/, 'apple'],
];
const SPELLING: Readonly<Record<string, string>> = { iphone: 'iPhone', ipad: 'iPad', scanwatch: 'ScanWatch' };
const LEGAL_FORM = /[,\s]+(inc|ltd|llc|gmbh|corp|corporation|co|oy|ab|sa|ag)\.?$/i;
const MOST_LETTERS = 200;
const HASH_LETTERS = 16;

/**
 * The source of a reading, the same for every road: a named device is its maker and model in one spelling; without a
 * device it is the account or app that speaks. What a person typed in is never the device it was typed into. A serial
 * number does not take part: most roads do not know it, and a replacement of the same model carries on its series.
 */
export function sourceOf({ system, maker, device, kind }: Origin): Source {
  const { name, kindOfName } = device === null ? NAMELESS : readName(device, maker ?? '');
  if (kind === 'form') return { system: system === 'device' ? 'form' : system, device: name, kind };
  if (name === '') return { system, device: '', kind };
  return { system: 'device', device: name, kind: kindOfName ?? kind };
}

interface ReadName {
  readonly name: string;
  readonly kindOfName: SourceKind | undefined;
}
const NAMELESS: ReadName = { name: '', kindOfName: undefined };

/** Names that were read before, by maker: the same few come with every reading. */
const known = new Map<string, Map<string, ReadName>>();
const MOST_MAKERS = 200;
const MOST_NAMES = 2000;

function readName(written: string, maker: string): ReadName {
  let ofMaker = known.get(maker);
  const before = ofMaker?.get(written);
  if (before) return before;
  const name = deviceName(written, maker);
  const read = { name, kindOfName: name === '' ? undefined : kindByName(name) };
  if (!ofMaker) {
    if (known.size >= MOST_MAKERS) known.clear();
    known.set(maker, (ofMaker = new Map()));
  }
  if (ofMaker.size >= MOST_NAMES) ofMaker.clear();
  ofMaker.set(written, read);
  return read;
}

/** "Ana’s Apple Watch", "Apple Watch" and maker "Apple Inc." with model "Watch" are one name: "Apple Watch". */
function deviceName(written: string, maker: string): string {
  const model = fold(withoutOwner(written.normalize('NFKC').replaceAll('’', "'")));
  if (model === '') return '';
  const line = MAKER_OF_LINE.find(([start]) => start.test(model))?.[1];
  const by = line ?? fold(maker.normalize('NFKC').replace(LEGAL_FORM, ''));
  const whole = by === '' || model === by || model.startsWith(`${by} `) ? model : `${by} ${model}`;
  const words = shortened(whole).split(' ');
  return words.map((word) => SPELLING[word] ?? word.charAt(0).toUpperCase() + word.slice(1)).join(' ');
}

/** What is too long is known by its beginning and a hash of all of it: two that differ only at the end are two devices. */
function shortened(name: string): string {
  if (name.length <= MOST_LETTERS) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LETTERS);
  return `${name.slice(0, MOST_LETTERS - HASH_LETTERS - 1).trim()} ${hash}`;
}

/** Phones put their owner's name into the device's: it identifies a person and changes with the language. */
function withoutOwner(name: string): string {
  const [, before = ''] = /^.{1,60}?'s?\s+(.+)$/.exec(name) ?? [];
  if (WATCH.test(before) || PHONE.test(before)) return before;
  return /^((?:apple watch|iphone|ipad)[\w ]*?) (?:de|d'|von|van|di|da|fra|av|af) ?\S.*$/i.exec(name)?.[1] ?? name;
}

const fold = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();

function kindByName(name: string): SourceKind | undefined {
  if (WATCH.test(name)) return 'watch';
  return PHONE.test(name) ? 'phone' : undefined;
}
