import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { mailsTo } from '../../../test/support/mails.js';
import {
  accept,
  createClinic,
  inviteAndAccept,
  ok,
  type Person,
  registerPatient,
  signIn,
  type TestClinic,
} from '../../../test/support/people.js';
import { openSmtpSink, type SmtpSink } from '../../../test/support/smtp-sink.js';
import { until } from '../../../test/support/until.js';

let app: TestApp;
let clinic: TestClinic;
let coordinator: Person;
let patient: Person;
beforeAll(async () => {
  app = await createTestApp();
  clinic = await createClinic(app, 'links');
  coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
  const patientId = await registerPatient(coordinator);
  patient = await inviteAndAccept(app, coordinator, { role: 'patient', patientId });
  await inviteAndAccept(app, coordinator, { role: 'caregiver', patientId });
}, 60_000);
afterAll(() => app?.close());

interface Made {
  readonly id: string;
  readonly email: string;
  readonly link: string | undefined;
}
const someone = (role: string, patientId?: string) => ({
  id: randomUUID(),
  email: `${randomUUID()}@people.example`,
  name: 'Somebody New',
  role,
  ...(patientId ? { patientId } : {}),
});
/** By the people of `app`, at the node that is named. */
const at = (node: TestApp) => {
  const agents = new Map<string, ReturnType<typeof signIn>>();
  const as = (person: Person) =>
    agents.get(person.email) ?? agents.set(person.email, signIn(node, person.email)).get(person.email)!;
  const post = async (by: Person, path: string, body: object) => (await as(by)).post(`/api/v1/${path}`).send(body);
  const made = async (by: Person, path: string, body: { id: string; email: string }): Promise<Made> => {
    const answer = await post(by, path, body);
    ok(answer);
    return { id: body.id, email: body.email, link: answer.body.link };
  };
  return {
    invite: (by: Person, role: string, patientId?: string) => made(by, 'invitations', someone(role, patientId)),
    follow: () => {
      const { id, email, name } = someone('caregiver');
      const grant = { relationship: 'daughter', categories: ['trends'], until: null };
      return made(patient, `patients/${patient.patientId}/followers`, { id, email, name, ...grant } as never);
    },
    resend: (by: Person, { id }: Made) => post(by, `invitations/${id}/resend`, {}),
  };
};
const opens = (link: string) => app.http().get(`/api/v1/invitations/${link.split('/').at(-1)}`);

describe('where a mail server brings the link to its address', () => {
  let sink: SmtpSink;
  let mailing: TestApp;
  beforeAll(async () => {
    sink = await openSmtpSink();
    mailing = await createTestApp({ database: app.database, env: { SMTP_URL: sink.url } });
  }, 60_000);
  afterAll(async () => {
    await mailing?.close();
    await sink?.close();
  });
  const mailed = (email: string) =>
    sink.mails
      .filter((mail) => mail.includes(`To: ${email}`))
      .map((mail) => /http\S+\/invite\/inv_[\w-]+/.exec(mail.replace(/=\n/g, ''))?.[0] ?? 'none');

  it('nobody but the invited patient or caregiver has it: neither the team nor whoever sends it again', async () => {
    const { invite, resend, follow } = at(mailing);
    const newcomer = await registerPatient(coordinator);
    const made = [
      await invite(coordinator, 'patient', newcomer),
      await invite(coordinator, 'caregiver', patient.patientId!),
      await follow(),
    ];
    expect(made.map(({ link }) => link)).toEqual([undefined, undefined, undefined]);
    for (const one of made)
      expect(Object.keys((await resend(coordinator, one)).body).sort()).toEqual(['expiresAt', 'id']);
    for (const { email } of made) {
      await until('two mails', () => mailed(email).length === 2);
      await opens(mailed(email)[0]!).expect(404);
      await accept(app, mailed(email)[1]!);
    }
  });

  it('an admin has the link of staff, as ever', async () => {
    const { invite, resend } = at(mailing);
    const made = await invite(clinic.admin, 'clinician');
    await opens(made.link!).expect(200);
    await opens((await resend(clinic.admin, made)).body.link).expect(200);
  });
});

describe('where no mail server is', () => {
  it('whoever invites has the link, and hands it over', async () => {
    const { invite, resend } = at(app);
    const made = await invite(coordinator, 'patient', await registerPatient(coordinator));
    await opens(made.link!).expect(200);
    await opens((await resend(coordinator, made)).body.link).expect(200);
  });

  it('the team never has the link of somebody whom the patient invited', async () => {
    const { resend, follow } = at(app);
    const made = await follow();
    await opens(made.link!).expect(200);
    for (const by of [coordinator, clinic.admin]) {
      const answer = await resend(by, made);
      expect([answer.status, answer.body.link]).toEqual([200, undefined]);
      const link = /http\S+/.exec((await mailsTo(app, made.email))[0]!.text)![0];
      await opens(link).expect(200);
    }
  });

  it('and no mail is shown either, a new link is refused and the old one opens', async () => {
    const alone = await createTestApp({ database: app.database, env: { STEPWELL_OUTBOX: 'off' } });
    try {
      const { resend, follow } = at(alone);
      const made = await follow();
      const answer = await resend(coordinator, made);
      expect([answer.status, answer.body.code]).toEqual([409, 'NO_MAIL']);
      await opens(made.link!).expect(200);
    } finally {
      await alone.close();
    }
  });
});

describe('an admin, who sees no measurements,', () => {
  it('invites nobody to look on, and has no link of one who was invited to', async () => {
    const { invite, resend } = at(app);
    const agent = await signIn(app, clinic.admin.email);
    const refused = await agent.post('/api/v1/invitations').send(someone('caregiver', patient.patientId!));
    expect([refused.status, refused.body.code]).toEqual([403, 'FORBIDDEN']);
    const made = await invite(coordinator, 'caregiver', patient.patientId!);
    const answer = await resend(clinic.admin, made);
    expect([answer.status, answer.body.link]).toEqual([200, undefined]);
    expect((await invite(clinic.admin, 'patient', await registerPatient(coordinator))).link).toBeDefined();
  });
});
