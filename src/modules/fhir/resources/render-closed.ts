import { METRICS } from '../../../metrics/index.js';
import type { ClosedTime } from '../../observations/index.js';

/** An entry of a searchset that says of which time there are no readings any more. https://hl7.org/fhir/R4/search.html#outcome */
export function renderClosed(times: readonly ClosedTime[]): string {
  const issue = times.map(({ metric, fromDay, toDay, keptAs }) => ({
    severity: 'information',
    code: 'informational',
    diagnostics: `${METRICS[metric].codings[0]!.display}: between ${fromDay} and ${toDay} there are months of which only ${keptAs} are kept, as the clinic's retention asks.`,
  }));
  return JSON.stringify({ resource: { resourceType: 'OperationOutcome', issue }, search: { mode: 'outcome' } });
}
