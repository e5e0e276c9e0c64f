import { addLastResort, type DueStep, hurryNext, lockAlertOf, settleUnheard } from '../plan/steps.repository.js';

/** What interrupts does not wait for its next step when a step reaches nobody. The last of the chain is the clinic's fallback. */
export async function goOn(step: DueStep): Promise<void> {
  if (step.tier !== 'now' || (await hurryNext(step))) return;
  if (step.target !== 'fallback' && step.target !== 'patient') await addLastResort(step);
}

/** A call whose last notice was lost on its way has reached nobody after all. */
export async function goOnWhenLost(stepId: string): Promise<void> {
  await lockAlertOf(stepId);
  const step = await settleUnheard(stepId);
  if (step) await goOn(step);
}
