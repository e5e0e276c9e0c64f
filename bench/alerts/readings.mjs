const DAY_MS = 86_400_000;
const HISTORY_DAYS = 42;

/** Six weeks up to yesterday, as ordinary as they come. A gap at their end would be an alert of its own after two minutes. */
export const ordinaryWeeks = (patient) => daily(patient, HISTORY_DAYS, 0, (day) => 6000 + ((day * 379) % 900) - 450);

/** The watch corrects its last seven days: the patient hardly walked. One alert. */
export const fallingWeek = (patient) => daily(patient, 7, 0, () => 2200);

/** Daily totals from `from` to `to` days ago. */
function daily(patient, from, to, steps) {
  const today = Math.floor(Date.now() / DAY_MS);
  const entry = Array.from({ length: from - to }, (_, i) => {
    const start = (today - from + i) * DAY_MS;
    const resource = {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '41950-7' }] },
      subject: { reference: `Patient/${patient}` },
      effectivePeriod: { start: new Date(start).toISOString(), end: new Date(start + DAY_MS).toISOString() },
      valueQuantity: { value: steps(i), system: 'http://unitsofmeasure.org', code: '{steps}' },
      device: { display: 'bench watch' },
    };
    return { resource, request: { method: 'POST', url: 'Observation' } };
  });
  return { resourceType: 'Bundle', type: 'transaction', entry };
}
