import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient } from '../../../platform/auth/compartment.js';
import { forbidden } from '../../../platform/http/domain-error.js';
import type { RuleScope } from './alert-rule.schema.js';

/** The team changes rules of its patients; those of the clinic and of programmes are for whoever has all of the clinic. */
export async function reachScope(caller: Caller, scope: RuleScope): Promise<void> {
  if (scope.of === 'patient') return reachRulesOf(caller, scope.patientId);
  if (caller.reach !== 'clinic') throw forbidden('Rules of the clinic are changed by its coordinators and admins.');
}

/** What is told of one patient is care: whoever runs the clinic must not be able to silence somebody by name (ADR 0072). */
export async function reachRulesOf(caller: Caller, patientId: string): Promise<void> {
  await reachPatient(caller, patientId);
  if (caller.role === 'admin')
    throw forbidden('Rules of one patient are changed by the care team and the coordinators, not by admins.');
}
