import { describe, expect, it } from '@jest/globals';
import { ACCOUNT_MESSAGES } from './account-messages.js';
import { APP_MESSAGES } from './app-messages.js';
import { CHART_MESSAGES } from './chart-messages.js';
import { CONSENT_MESSAGES } from './consent-messages.js';
import { GLASS_MESSAGES } from './glass-messages.js';
import { OFFLINE_MESSAGES } from './offline-messages.js';
import { PAGE_MESSAGES } from './page-messages.js';
import { RIGHTS_MESSAGES } from './rights-messages.js';
import { TOLD_MESSAGES } from './told-messages.js';
import { TREATMENT_MESSAGES } from './treatment-messages.js';

describe('the sentences of pages', () => {
  it.each(
    Object.entries({
      ACCOUNT_MESSAGES,
      APP_MESSAGES,
      CHART_MESSAGES,
      CONSENT_MESSAGES,
      GLASS_MESSAGES,
      OFFLINE_MESSAGES,
      RIGHTS_MESSAGES,
      TOLD_MESSAGES,
      TREATMENT_MESSAGES,
    }),
  )('say what %s say: none hides another of the same name', (_, messages) =>
    expect(PAGE_MESSAGES).toMatchObject(messages),
  );
});
