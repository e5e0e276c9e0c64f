import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { ChokePoint } from '../../../platform/auth/choke-point.js';
import { Config } from '../../../platform/config/config.js';
import { DomainError } from '../../../platform/http/domain-error.js';
import { toRelative } from '../../../platform/http/own-address.js';
import { canonicalInstant } from '../observation/index.js';
import { MAX_ISSUES, validateResource } from '../validate/index.js';
import { refuse } from './fhir-errors.js';
import type { Identifier } from './if-none-exist.js';
import { findNamed, nameSubjects } from './named-by-search.js';
import type { Condition } from './observation-entry.js';
import { ObservationResources } from './observation-resources.service.js';
import { PatientResources } from './patient-resources.service.js';
import { entryText } from './searchset.js';
import type { Stored } from '../../observations/index.js';

export const MOST_ENTRIES = { transaction: 200, batch: 1000 } as const;

interface BundleShape {
  readonly type?: string;
  readonly entry?: readonly {
    readonly fullUrl?: unknown;
    readonly resource?: unknown;
    readonly request?: { readonly method?: string; readonly url?: string; readonly ifNoneExist?: unknown };
  }[];
}

/** `POST /fhir`: batch and transaction Bundles that create Observations. */
@Injectable()
export class Bundles {
  constructor(
    private readonly observations: ObservationResources,
    private readonly patients: PatientResources,
    private readonly chokePoint: ChokePoint,
    private readonly config: Config,
  ) {}

  /**
   * Reads a Bundle and asks whether its sender may do what it says, which is written down whatever becomes of the rest.
   *
   * @returns what stores it, and answers with the text of the response Bundle; may be run again after it was rolled back
   */
  async prepare(caller: Caller, body: unknown): Promise<() => Promise<string>> {
    const { publicUrl } = this.config;
    const { type, entry = [] } = readEnvelope(body);
    const resources = entry.map((e, i) => ({
      resource: e?.resource,
      path: `Bundle.entry[${i}].resource`,
      fullUrl: typeof e?.fullUrl === 'string' ? e.fullUrl : undefined,
      ifNoneExist: conditionOf(e?.request?.ifNoneExist, i),
    }));
    // Each entry is a create of an Observation and passes the choke point as one. It is one act with the envelope: where
    // nothing was stored, and so nothing written down, the envelope's own row is.
    const allowed = await this.authorize(caller, 'Observation', 'create');
    const creator = { ...allowed, act: caller.act };
    if (type === 'transaction') {
      entry.forEach((e, i) => assertCreates(e, i, publicUrl));
      assertNamedOnce(resources);
      const named = findNamed(resources, publicUrl);
      const searcher = named.length > 0 ? await this.authorize(caller, 'Patient', 'search') : undefined;
      return async () => {
        if (searcher) await nameSubjects(named, (identifier) => this.findPatients(searcher, identifier));
        const stored = resources.length > 0 ? await this.observations.createAll(creator, resources) : [];
        return answer('transaction-response', stored.map(accepted));
      };
    }
    const wrong = entry.map((e, i) => problemOf(e, i, publicUrl));
    const good = resources.filter((_, i) => !wrong[i]);
    return async () => {
      const answers = good.length > 0 ? await this.observations.createEach(creator, good) : [];
      return answer(
        'batch-response',
        entry.map((_, i) => (wrong[i] ? failed(wrong[i]) : toEntry(answers.shift()!))),
      );
    };
  }

  /** Each search is an act of its own, which stands in the audit. */
  private async findPatients(allowed: Caller, identifier: Identifier): Promise<string[]> {
    const searcher = { ...allowed, act: { ...allowed.act } };
    const ids = await this.patients.findTwo(searcher, identifier);
    await this.chokePoint.finish(searcher);
    return ids;
  }

  private authorize(caller: Caller, type: 'Observation' | 'Patient', interaction: 'create' | 'search') {
    const { requestId, address } = caller;
    return this.chokePoint.authorize(caller, type, interaction, {
      requestId,
      ...(address === undefined ? {} : { address }),
    });
  }
}

function readEnvelope(body: unknown): { type: 'transaction' | 'batch'; entry: NonNullable<BundleShape['entry']> } {
  const { type, entry = [] } = (typeof body === 'object' && body !== null ? body : {}) as BundleShape;
  if ((body as { resourceType?: unknown })?.resourceType !== 'Bundle')
    return refuse(
      [
        {
          severity: 'error',
          code: 'invalid',
          expression: 'resourceType',
          diagnostics: 'resourceType must be Bundle here',
        },
      ],
      400,
    );
  if (type !== 'transaction' && type !== 'batch')
    return refuse(
      [
        {
          severity: 'error',
          code: 'not-supported',
          expression: 'Bundle.type',
          diagnostics: 'Bundle.type must be transaction or batch',
        },
      ],
      400,
    );
  if (!Array.isArray(entry)) return refuse(validateResource(body, 'Bundle'), 400);
  if (entry.length > MOST_ENTRIES[type])
    throw new DomainError(
      'BUNDLE_TOO_LONG',
      413,
      `A ${type} holds at most ${MOST_ENTRIES[type]} entries; this has ${entry.length}.`,
      [],
      'too-long',
    );
  return { type, entry };
}

/** `Observation`, as it stands in the specification's examples, or as clients write the same address. */
const isObservations = (url: string | undefined, publicUrl: string): boolean =>
  typeof url === 'string' && /^\/?Observation\/?$/.test(toRelative(url, publicUrl));

function problemOf(
  entry: NonNullable<BundleShape['entry']>[number],
  index: number,
  publicUrl: string,
): DomainError | undefined {
  const path = `Bundle.entry[${index}]`;
  const { method, url } = entry?.request ?? {};
  const refused = (member: string, message: string, code: 'not-supported' | 'required') =>
    new DomainError('ENTRY_NOT_SUPPORTED', 400, message, [{ path: `${path}.${member}`, message, code }], code);
  if (method !== 'POST' || !isObservations(url, publicUrl))
    return refused('request', 'request must be POST Observation', 'not-supported');
  if (typeof entry?.resource !== 'object' || entry.resource === null)
    return refused('resource', 'resource is required', 'required');
  return undefined;
}

const conditionOf = (given: unknown, index: number): Condition | undefined =>
  given === undefined
    ? undefined
    : { text: String(given), name: 'ifNoneExist', path: `Bundle.entry[${index}].request.ifNoneExist` };

function assertCreates(entry: NonNullable<BundleShape['entry']>[number], index: number, publicUrl: string): void {
  const problem = problemOf(entry, index, publicUrl);
  if (problem) throw problem;
}

/** By its fullUrl an entry is referred to; which of two is meant, nobody knows (https://hl7.org/fhir/R4/bundle.html, bdl-7). */
function assertNamedOnce(resources: readonly { readonly fullUrl: string | undefined }[]): void {
  const seen = new Set<string>();
  const again = resources.flatMap(({ fullUrl }, i) => {
    if (fullUrl === undefined) return [];
    const isAgain = seen.has(fullUrl);
    seen.add(fullUrl);
    return isAgain ? [i] : [];
  });
  if (again.length === 0) return;
  refuse(
    again.slice(0, MAX_ISSUES).map((i) => ({
      severity: 'error',
      code: 'invariant',
      expression: `Bundle.entry[${i}].fullUrl`,
      diagnostics: 'fullUrl must not be that of another entry',
    })),
    400,
  );
}

const toEntry = (one: Stored | DomainError): string => (one instanceof DomainError ? failed(one) : accepted(one));

function accepted({ id, version, outcome, receivedMs }: Stored): string {
  const status = outcome === 'created' ? '201 Created' : '200 OK';
  return `{"response":{"status":"${status}","location":"Observation/${id}/_history/${version}","etag":"W/\\"${version}\\"","lastModified":"${canonicalInstant(receivedMs)}"}}`;
}

function failed(error: DomainError): string {
  const issues = error.errors.length ? error.errors : [{ path: '', message: error.message, code: error.issueType }];
  return JSON.stringify({
    response: {
      status: String(error.status),
      outcome: {
        resourceType: 'OperationOutcome',
        issue: issues.map((e) => ({
          severity: 'error',
          code: e.code ?? error.issueType,
          diagnostics: e.message,
          ...(e.path ? { expression: [e.path] } : {}),
        })),
      },
    },
  });
}

const answer = (type: string, entries: string[]) => `{"resourceType":"Bundle","type":"${type}"${entryText(entries)}}`;
