import { Injectable } from '@nestjs/common';
import { audit } from '../../../platform/auth/audit.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { UUID } from '../../../platform/auth/compartment.js';
import { Database } from '../../../platform/database/database.js';
import { DomainError, forbidden, notFound } from '../../../platform/http/domain-error.js';
import { Mail } from '../../../platform/mail/mail.js';
import { DEFAULT_SETTINGS } from '../decide/decide-notice.js';
import { Notices } from '../notices.service.js';
import { findReaders } from '../notices.repository.js';
import { PushKeys } from '../sending/push-keys.js';
import * as repository from './account-notices.repository.js';
import type { AddPushDevice, SetNotices } from './account-notices.schema.js';

const MOST_DEVICES = 20;
const TESTS_A_MINUTE = 3;

/** How I want to be told, in this clinic. */
@Injectable()
export class AccountNoticesService {
  constructor(
    private readonly database: Database,
    private readonly notices: Notices,
    private readonly pushKeys: PushKeys,
    private readonly mail: Mail,
  ) {}

  async read(caller: Caller) {
    const personId = personOf(caller);
    const { publicKey } = await this.pushKeys.keys();
    return this.database.inClinic(caller.clinicId, async () => {
      const [reader] = await findReaders([personId]);
      const devices = await repository.findDevices(personId);
      return {
        ...(reader?.settings ?? DEFAULT_SETTINGS),
        timeZone: reader?.zone ?? 'UTC',
        publicKey,
        devices: devices.map(({ createdAt, ...device }) => ({ ...device, createdAt: createdAt.toISOString() })),
        emailAddress: await repository.findEmail(personId),
        mails: this.mail.reachesPeople,
      };
    });
  }

  async change(caller: Caller, settings: SetNotices) {
    const personId = personOf(caller);
    await this.database.inClinic(caller.clinicId, async () => {
      await repository.saveSettings(personId, settings);
      await audit(caller);
    });
    return this.read(caller);
  }

  async addDevice(caller: Caller, device: AddPushDevice) {
    const personId = personOf(caller);
    await this.database.inClinic(caller.clinicId, async () => {
      if (!(await repository.saveDevice(personId, device)))
        throw new DomainError('DEVICE_ID_TAKEN', 409, 'This id is another device: make a new one.');
      if ((await repository.countDevices(personId)) > MOST_DEVICES)
        throw new DomainError('TOO_MANY_DEVICES', 409, `Take away one of your ${MOST_DEVICES} devices first.`);
      caller.act.objectId = device.id;
      await audit(caller);
    });
    return this.read(caller);
  }

  removeDevice(caller: Caller, id: string): Promise<void> {
    const personId = personOf(caller);
    return this.database.inClinic(caller.clinicId, async () => {
      if (!UUID.test(id) || !(await repository.removeDevice(personId, id))) throw notFound('device');
      caller.act.objectId = id;
      await audit(caller);
    });
  }

  /** A notice by every channel that is on, quiet hours or not. */
  test(caller: Caller) {
    const personId = personOf(caller);
    return this.database.inClinic(caller.clinicId, async () => {
      if ((await repository.countTests(personId)) >= TESTS_A_MINUTE)
        throw new DomainError('TOO_MANY_TESTS', 429, 'Wait a minute before the next test.', [], undefined, 60);
      const job = { stepId: null, alertId: null, urgency: 'test', onCallIds: [], snoozedIds: [] } as const;
      await this.notices.toPeople(job, [personId], 'test');
      await audit(caller);
      return { sentTo: await repository.findTestChannels(personId) };
    });
  }
}

function personOf({ personId }: Caller): string {
  if (personId === null) throw forbidden();
  return personId;
}
