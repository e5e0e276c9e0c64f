import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import pino from 'pino';
import { RightsWorker } from '../../src/modules/rights/index.js';
import { logger } from '../../src/platform/telemetry/logger.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { type CareCircle, gatherCareCircle } from '../support/care.js';
import { createClinic, ok } from '../support/people.js';

jest.setTimeout(60_000);

/** Would be somebody's name, words, mail and reading: none of it may stand in a log. */
const CANARIES = ['Kanarienvogel', 'canary words of a patient', 'canary@people.example', '73571.25'];

const lines: string[] = [];
const stream = (logger as unknown as Record<symbol, { write: (line: string) => void }>)[pino.symbols.streamSym]!;
const write = stream.write;
const { level } = logger;

let app: TestApp;
let circle: CareCircle;
beforeAll(async () => {
  // Everything that can be logged, at the finest level.
  stream.write = (line) => void lines.push(line);
  logger.level = 'trace';
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'canary'), CANARIES[0]!);
});
afterAll(async () => {
  await app?.close();
  stream.write = write;
  logger.level = level;
});

it('no patient data is in the logs, whether things go well, are refused or break', async () => {
  const [name, words, mail, value] = CANARIES;
  const path = `/api/v1/patients/${circle.patientId}`;
  const { treating, patient, coordinator } = circle;
  await treating.agent.get(`/api/v1/patients?query=${name}`).expect(200);
  await treating.agent.get(`/fhir/Patient?name=${name}`).expect(200);
  await patient.agent.post(`${path}/corrections`).send({ id: randomUUID(), says: words }).expect(ok);
  await treating.agent.post(`${path}/exports`).send({ id: randomUUID(), reason: words }).expect(ok);
  await app.nest.get(RightsWorker).workOff();
  await coordinator.agent.post('/api/v1/patients').send({ id: 'x', givenName: name, email: mail }).expect(422);
  await treating.agent
    .post('/fhir/Observation')
    .set('content-type', 'application/fhir+json')
    .send(
      `{"resourceType":"Observation","status":"${name}","valueQuantity":{"value":${value}},"note":[{"text":"${words}"}]}`,
    )
    .expect(422);
  await treating.agent.post('/fhir').set('content-type', 'application/fhir+json').send(`{"${words}":`).expect(400);
  // What breaks inside quotes the row in its message: that must not come out either.
  await app.database.asOwner(`ALTER TABLE correction ADD CONSTRAINT broken CHECK (says = '') NOT VALID`);
  await patient.agent.post(`${path}/corrections`).send({ id: randomUUID(), says: words }).expect(500);
  await app.database.asOwner(`ALTER TABLE correction DROP CONSTRAINT broken`);
  await app.database.asOwner('REVOKE INSERT ON export_file FROM stepwell_app');
  await patient.agent.post(`${path}/exports`).send({ id: randomUUID() }).expect(ok);
  await app.nest.get(RightsWorker).workOff();
  const text = lines.join('');
  expect(text).toContain('request failed');
  expect(text).toContain('a step of a patient');
  for (const canary of CANARIES) expect([canary, lines.filter((line) => line.includes(canary))]).toEqual([canary, []]);
});
