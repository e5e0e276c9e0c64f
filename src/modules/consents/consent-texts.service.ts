import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { ASKED_PURPOSES } from '../../platform/auth/consent-condition.js';
import { Database } from '../../platform/database/database.js';
import { type ConsentText, findText, findTextsInForce, insertText } from './consent-texts.repository.js';
import { toText } from './consent-view.js';
import { textExists } from './consents.errors.js';
import type { NewConsentText } from './consents.schema.js';
import { hashText } from './text-hash.js';

/** The words of a clinic. A new version does not end what was agreed to in older words; it is shown at the next look. */
@Injectable()
export class ConsentTextsService {
  constructor(private readonly database: Database) {}

  list(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => {
      const texts = await findTextsInForce();
      return { items: texts.filter(({ purpose }) => ASKED_PURPOSES.includes(purpose)).map(toView) };
    });
  }

  /** Publishes the next version; the same request again answers the one it made. */
  publish(caller: Caller, text: NewConsentText) {
    return this.database.inClinic(caller.clinicId, async () => {
      const made = await insertText({ ...text, by: caller.actor });
      const stored = made ?? (await findText(text.id));
      const isSame = stored?.purpose === text.purpose && stored.language === text.language;
      if (!stored || !isSame || stored.sha256 !== hashText(text)) throw textExists();
      caller.act.objectId = text.id;
      await audit(caller);
      return toView(stored);
    });
  }
}

const toView = (text: ConsentText) => ({ ...toText(text), publishedAt: text.publishedAt?.toISOString() ?? null });
