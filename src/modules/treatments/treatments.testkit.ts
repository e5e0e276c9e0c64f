import { randomUUID } from 'node:crypto';
import type { CareCircle } from '../../../test/support/care.js';
import { clinicDay, type Person } from '../../../test/support/people.js';

export interface Noted {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly medication?: string;
  readonly dose?: string | null;
  readonly text?: string;
  readonly on: string;
  readonly until: string | null;
  readonly planned: boolean;
  readonly label: string | null;
  readonly mayChangeLabel: boolean;
  readonly notedBy: string | null;
}

/** What stories about doses and procedures of the circle's patient do again and again. */
export function treatmentsOf(circle: CareCircle, patientId = circle.patientId) {
  const path = `/api/v1/patients/${patientId}/treatments`;
  const day = clinicDay;
  const aDose = (change: object = {}) => ({
    id: randomUUID(),
    kind: 'dose',
    medication: 'Pregabalin',
    dose: '75 mg twice daily',
    on: day(-20),
    ...change,
  });
  const aProcedure = (change: object = {}) => ({
    id: randomUUID(),
    kind: 'procedure',
    text: 'Facet joint injection',
    on: day(-10),
    ...change,
  });
  const note = async (body: object, by: Person = circle.treating): Promise<Noted> =>
    (await by.agent.post(path).send(body).expect(201)).body;
  const list = async (by: Person = circle.treating): Promise<Noted[]> =>
    (await by.agent.get(path).expect(200)).body.items;
  return { path, day, aDose, aProcedure, note, list };
}
