import { Injectable } from '@nestjs/common';
import { addDays } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { TreatmentsService } from '../treatments/index.js';

/** Days are counted from day 0, `until` the last one; left out: it goes on. */
type DemoTreatment = { readonly on: number; readonly until?: number } & (
  | { readonly kind: 'dose'; readonly medication: string; readonly dose: string }
  | { readonly kind: 'procedure'; readonly text: string }
);

/** By patient: what may have to do with what happens to them. */
const TREATMENTS: Readonly<Record<string, readonly DemoTreatment[]>> = {
  juno: [
    { kind: 'dose', medication: 'Pregabalin', dose: '75 mg twice daily', on: -70, until: -16 },
    { kind: 'dose', medication: 'Pregabalin', dose: '150 mg twice daily', on: -15 },
  ],
  petra: [{ kind: 'procedure', text: 'Facet joint injection, L4/L5', on: -75 }],
  hugo: [{ kind: 'dose', medication: 'Duloxetine', dose: '60 mg in the morning', on: -50 }],
};

/** Writes down the doses and procedures of the demo's people. */
@Injectable()
export class DemoTreatments {
  constructor(private readonly treatments: TreatmentsService) {}

  /** @param made - anything that stays the same for these words, so that nothing is written twice */
  async add(
    patient: { readonly id: string; readonly key: string; readonly anchorDay: string },
    caller: () => Promise<Caller>,
    made: (words: string) => string,
  ): Promise<void> {
    for (const [i, { on, until, ...what }] of (TREATMENTS[patient.key] ?? []).entries())
      await this.treatments.create(await caller(), patient.id, {
        ...what,
        id: made(`treatment-${patient.key}-${i}`),
        on: addDays(patient.anchorDay, on),
        until: until === undefined ? null : addDays(patient.anchorDay, until),
      });
  }
}
