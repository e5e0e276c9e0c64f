import { randomUUID } from 'node:crypto';
import type { CareCircle } from './care.js';
import { ok, registerPatient } from './people.js';

export interface TwoRecords {
  readonly survivorId: string;
  readonly duplicateId: string;
}

/** Two records of one person: `treating` looks after the one, `colleague` after the other. */
export async function twoRecords(circle: CareCircle): Promise<TwoRecords> {
  return {
    survivorId: await registerPatient(circle.treating),
    duplicateId: await registerPatient(circle.colleague),
  };
}

export async function proposeMerge({ coordinator }: Pick<CareCircle, 'coordinator'>, both: TwoRecords) {
  const id = randomUUID();
  const { status, body } = await coordinator.agent
    .post('/api/v1/merges')
    .send({ id, ...both, reason: 'One voice on the telephone.' });
  return { id, status, code: body.code as string | undefined };
}

export const decideMerge = ({ admin }: Pick<CareCircle, 'admin'>, id: string, what: 'execute' | 'undo') =>
  admin.agent.post(`/api/v1/merges/${id}/${what}`).send({});

/** Proposed and carried out. @returns the merge's id */
export async function mergeRecords(
  circle: Pick<CareCircle, 'coordinator' | 'admin'>,
  both: TwoRecords,
): Promise<string> {
  const { id } = await proposeMerge(circle, both);
  await decideMerge(circle, id, 'execute').expect(ok);
  return id;
}
