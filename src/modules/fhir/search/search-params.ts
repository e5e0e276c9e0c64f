import { sayable } from '../../../platform/http/sayable.js';
import type { WantedIdentifier } from '../../record/index.js';
import type { Issue, IssueCode } from '../validate/index.js';

export const MAX_PARAMS = 20;
export const MAX_VALUES = 50;
export const DEFAULT_COUNT = 50;
export const MAX_COUNT = 200;
const MAX_TEXT = 1024;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;

export interface Token {
  /** null: any system. '' (from `|code`): only codes without a system. */
  readonly system: string | null;
  readonly code: string;
}

/** The value set of `status`, and the code system its codes are of. */
export interface StatusCodes {
  readonly system: string;
  readonly codes: ReadonlySet<string>;
}

/** One `name:modifier=a,b` as it came. */
export interface Param {
  readonly name: string;
  readonly modifier: string | null;
  readonly values: readonly string[];
}

export interface SearchOptions {
  /** `Prefer: handling=strict`: an unknown parameter is an error instead of being ignored. */
  readonly strict?: boolean;
  /** Our own address, with a slash at its end: what begins with it is ours. */
  readonly base?: string;
}

/** What would join or widen the search is refused even when lenient: ignoring it would answer another question. */
const isCostly = (name: string): boolean =>
  name === '_include' || name === '_revinclude' || name === '_has' || name.includes('.');

/** Reads parameters one after another and collects what is wrong with them. */
export class ParamReader {
  readonly issues: Issue[] = [];
  readonly ignored: string[] = [];
  /** Only how many there are is asked for: `_summary=count`, or `_count=0`, which means the same. */
  isCount = false;
  private readonly base: string;
  private readonly offersCount: boolean;
  private readonly given = new Set<string>();

  constructor(
    private readonly strict: boolean,
    { base = '', offersCount = false }: { readonly base?: string; readonly offersCount?: boolean } = {},
  ) {
    this.base = base;
    this.offersCount = offersCount;
  }

  /**
   * Hands each parameter to its reader; what nobody reads is ignored, or refused where the client is strict.
   *
   * @param isPlain - whether a modifier leaves a parameter's meaning as it is
   */
  walk(
    params: URLSearchParams,
    readerOf: (name: string) => ((param: Param) => void) | undefined,
    isPlain: (param: Param) => boolean = ({ modifier }) => modifier === null,
  ): void {
    for (const param of this.read(params)) {
      const { name } = param;
      if (name === '_format' || name === '_pretty') continue;
      if (name === '_summary' && this.summary(param)) continue;
      const read = readerOf(name);
      if (isCostly(name)) this.refuse('too-costly', name, `${name} is not offered`);
      else if (!read) this.unknown(param);
      else if (isPlain(param)) read(param);
      else this.refuse('not-supported', name, `${name} takes no modifier here`);
    }
  }

  /** All parameters, within the limits that keep one search cheap. */
  private read(params: URLSearchParams): Param[] {
    if (params.size > MAX_PARAMS) {
      this.refuse('too-costly', '', `a search may have at most ${MAX_PARAMS} parameters`);
      return [];
    }
    return [...params].map(([key, text]) => {
      const [name = '', modifier] = key.split(':', 2);
      const values = splitValues(text);
      if (values.length > MAX_VALUES) this.refuse('too-costly', name, `${name} may have at most ${MAX_VALUES} values`);
      if (values.some((v) => v.length > MAX_TEXT)) this.refuse('value', name, `a value of ${name} is too long`);
      return { name, modifier: modifier ?? null, values };
    });
  }

  refuse(code: IssueCode, name: string, diagnostics: string): void {
    const shown = sayable(name, 'field');
    const sentence = shown === name ? diagnostics : 'a search parameter is wrong';
    this.issues.push({ severity: 'error', code, expression: shown, diagnostics: sentence });
  }

  /** Not offered here: ignored, which the self link shows, or refused where the client is strict. */
  unknown({ name, modifier }: Param): void {
    const key = modifier === null ? name : `${name}:${modifier}`;
    if (this.strict) this.refuse('not-supported', name, `the search parameter ${name} is not supported here`);
    else this.ignored.push(key);
  }

  /** `count` asks for no resources, `false` for all of each, as we answer. What gives parts is as good as unknown. */
  private summary({ name, modifier, values }: Param): boolean {
    this.once(name);
    const [what] = values;
    if (modifier !== null || values.length !== 1 || (what !== 'count' && what !== 'false')) return false;
    if (what === 'count') this.askForCount(name);
    return true;
  }

  private askForCount(name: string): void {
    if (this.offersCount) this.isCount = true;
    else this.refuse('not-supported', name, `${name}: how many there are is told of Observation and Consent only`);
  }

  private once(name: string): void {
    if (this.given.has(name)) this.refuse('value', name, `${name} may be given once`);
    this.given.add(name);
  }

  /** Ids out of `_id=a,b`. */
  ids({ name, values }: Param): string[] {
    if (!values.every((v) => ID.test(v)))
      this.refuse('value', name, `${name} must be ids of 1 to 64 letters, digits, - and .`);
    return [...values];
  }

  /** Ids out of references to one type: `Patient/a`, the same at our own address, or `a` alone. */
  references({ name, values }: Param, type: string): string[] {
    const { base } = this;
    const ids = values
      .map((v) => (base !== '' && v.startsWith(base) ? v.slice(base.length) : v))
      .map((v) => (v.startsWith(`${type}/`) ? v.slice(type.length + 1) : v));
    if (!ids.every((id) => ID.test(id))) this.refuse('value', name, `${name} must be ${type}/<id>`);
    return ids;
  }

  tokens({ name, values }: Param): Token[] {
    return values.map((value) => {
      const parts = splitEscaped(value, '|');
      const [first = '', second] = parts;
      const token = second === undefined ? { system: null, code: first } : { system: first, code: second };
      if (parts.length > 2 || token.code === '')
        this.refuse('value', name, `${name} must be <code>, |<code> or <system>|<code>`);
      return token;
    });
  }

  /**
   * Codes out of `status=a,b`. One that is none would find nothing, which reads as if there were nothing.
   *
   * @param before - what an earlier `status` asked for: both at once is nothing, so a second one is refused
   */
  statuses(param: Param, { system, codes }: StatusCodes, before: readonly string[] | null): string[] {
    if (before) this.refuse('not-supported', 'status', 'status is taken once: values between commas mean any of them');
    const tokens = this.tokens(param);
    if (tokens.some((token) => !codes.has(token.code) || (token.system !== null && token.system !== system)))
      this.refuse('value', 'status', `status must be one of ${[...codes].join(', ')}, alone or of ${system}`);
    return tokens.map(({ code }) => code);
  }

  /** `<value>`, `<system>|<value>`, `|<value>` (of no system), `<system>|` (any of it): any of those between commas. */
  identifiers({ name, values }: Param): WantedIdentifier[] {
    return values.map((text) => {
      const [first = '', second, third] = splitEscaped(text, '|');
      const [system, value] = second === undefined ? [null, first] : [first, second];
      if (third !== undefined || (value === '' && !system))
        this.refuse('value', name, `${name} must be <value>, <system>|<value>, |<value> or <system>|`);
      return { system, value: value || null };
    });
  }

  /** `_count`: more than we give is cut, nonsense refused. */
  count({ name, values }: Param): number {
    this.once(name);
    const [text = ''] = values;
    if (values.length !== 1 || !/^\d{1,15}$/.test(text)) {
      this.refuse('value', name, '_count must be a whole number of 0 or more');
      return DEFAULT_COUNT;
    }
    if (Number(text) === 0) this.askForCount(name);
    return Math.min(Number(text), MAX_COUNT);
  }

  cursor({ name, values }: Param): string {
    const [text = ''] = values;
    if (values.length !== 1 || !/^[A-Za-z0-9_-]{1,512}$/.test(text)) {
      this.refuse('invalid', name, '_cursor must be taken from a next link as it stands');
    }
    return text;
  }
}

/** Values between commas; `\,` is a comma inside a value. */
export function splitValues(text: string): string[] {
  return splitEscaped(text, ',', true);
}

/** Splits at a separator that has no backslash before it. Escapes stay when a further split follows. */
function splitEscaped(text: string, separator: string, keepEscapes = false): string[] {
  const parts: string[] = [];
  let part = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === '\\' && i + 1 < text.length && '\\,|$'.includes(text[i + 1]!)) {
      part += keepEscapes ? c + text[i + 1]! : text[i + 1]!;
      i++;
    } else if (c === separator) {
      parts.push(part);
      part = '';
    } else part += c;
  }
  return [...parts, part];
}
