import { Injectable } from '@nestjs/common';
import type { Caller } from '../../../platform/auth/caller.js';
import { canReach, reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { notFound } from '../../../platform/http/domain-error.js';
import { type ConsentText, findDecision, findDecisions, findText } from '../../consents/index.js';
import { refuse, statusOfSearch } from '../resources/fhir-errors.js';
import { toSearchset } from '../resources/searchset.js';
import { toLinks } from '../resources/to-links.js';
import { isWithin } from '../search/index.js';
import type { Json } from '../validate/index.js';
import { parseConsentSearch } from './consent-search.js';
import { toConsent } from './to-consent.js';

/** FHIR's view of consents: read only, one Consent an answer. */
@Injectable()
export class ConsentResources {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  read(caller: Caller, id: string): Promise<Json> {
    return this.database.inClinic(caller.clinicId, async () => {
      const decision = UUID.test(id) ? await findDecision(id) : undefined;
      if (!decision) throw notFound('Consent');
      await reachPatient(caller, decision.patientId);
      caller.act.objectId = decision.id;
      const found = (await allOf(decision.patientId)).find((resource) => resource['id'] === decision.id);
      return found!;
    });
  }

  /** A patient out of reach has none. */
  search(caller: Caller, parameters: URLSearchParams, strict: boolean): Promise<Json> {
    const parsed = parseConsentSearch(parameters, strict);
    if (!parsed.ok) return Promise.resolve(refuse(parsed.issues, statusOfSearch(parsed.issues)));
    const { patientId, statuses, ids, updated, isCount, ignored } = parsed;
    return this.database.inClinic(caller.clinicId, async () => {
      const isReached = await canReach(caller, patientId);
      if (isReached) caller.act.patientId = patientId;
      const all = isReached ? await allOf(patientId) : [];
      const found = all.filter(
        (resource) =>
          (statuses === null || statuses.includes(String(resource['status']))) &&
          (ids === null || ids.includes(String(resource['id']))) &&
          (updated === undefined || isWithin(updated, lastUpdatedMs(resource))),
      );
      caller.act.count = found.length;
      const base = `${this.config.publicUrl}/fhir/Consent`;
      const about = { total: found.length, ignored };
      return toSearchset(base, toLinks(base, parameters, ignored), isCount ? [] : found, about);
    });
  }
}

const lastUpdatedMs = ({ meta }: Json): number => Date.parse((meta as { lastUpdated: string }).lastUpdated);

/** All answers of a patient, the newest first, each with its words and what came after it. */
async function allOf(patientId: string): Promise<Json[]> {
  const texts = new Map<string, ConsentText | undefined>();
  const next = new Map<string, Date>();
  const resources: Json[] = [];
  for (const decision of await findDecisions(patientId)) {
    const { textId, purpose } = decision;
    if (textId !== null && !texts.has(textId)) texts.set(textId, await findText(textId));
    const text = textId === null ? undefined : texts.get(textId);
    resources.push(toConsent(decision, { patientId, text, supersededAt: next.get(purpose) }));
    next.set(purpose, decision.recordedAt);
  }
  return resources;
}
