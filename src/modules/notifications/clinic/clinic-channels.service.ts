import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { SealedKeys } from '../../../platform/auth/sealed-keys.js';
import { newSecret } from '../../../platform/auth/secrets.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden, invalid } from '../../../platform/http/domain-error.js';
import { OutsidePost } from '../../../platform/http/outside-post.js';
import { recordChange } from '../../clinics/index.js';
import { toChangedChannels } from './changed-channels.js';
import { findChannels, replaceChannels, saveSecret } from './clinic-channels.repository.js';
import type { SetClinicChannels } from './clinic-channels.schema.js';

export const WEBHOOK_SECRET = 'webhook-secret';

/** Where the clinic itself is told: its systems, and whom to ask when nobody can be reached. */
@Injectable()
export class ClinicChannelsService {
  constructor(
    private readonly database: Database,
    private readonly sealed: SealedKeys,
    private readonly post: OutsidePost,
  ) {}

  read(caller: Caller) {
    return this.database.inClinic(caller.clinicId, () => findChannels());
  }

  async change(caller: Caller, channels: SetClinicChannels) {
    const problems = [];
    for (const path of ['webhookUrl', 'fallbackWebhookUrl'] as const) {
      const url = channels[path];
      const problem = url === null ? undefined : this.post.problemOf(url);
      if (problem) problems.push({ path, message: problem });
    }
    if (problems.length > 0) throw invalid(problems);
    const { personId, clinicId } = caller;
    if (personId === null) throw forbidden();
    return this.database.inClinic(clinicId, async () => {
      const was = await findChannels();
      if (!(await replaceChannels(channels)))
        throw new DomainError(
          'CHANNELS_CHANGED',
          409,
          'Somebody else has changed this since you read it. Load it again, then save.',
        );
      await this.signWebhooks();
      const change = toChangedChannels(was, channels);
      await recordChange({ kind: 'settings', objectId: clinicId, ...change, by: personId });
      await audit(caller);
      return findChannels();
    });
  }

  /** What is sent to a machine is signed, so a clinic with an address has a secret; whoever wants to check it makes one to read. */
  private async signWebhooks(): Promise<void> {
    const { webhookUrl, fallbackWebhookUrl, hasSecret } = await findChannels();
    if ((webhookUrl ?? fallbackWebhookUrl) !== null && !hasSecret) await this.newSecret();
  }

  /** A new secret for signing webhooks; the one before is worth nothing from now on. */
  renewSecret(caller: Caller) {
    return this.database.inClinic(caller.clinicId, async () => {
      const secret = await this.newSecret();
      caller.act.objectId = 'webhook-secret';
      await audit(caller);
      return { secret };
    });
  }

  private async newSecret(): Promise<string> {
    const { secret } = newSecret('whs');
    await saveSecret(await this.sealed.seal(WEBHOOK_SECRET, { secret }));
    return secret;
  }
}
