/**
 * One person of a real data set. All maps go from civil day (YYYY-MM-DD) to the day's value:
 * `steps` { value, device }, `sleepHours`, `restingHeartRate` (per minute), `pain` (0 to 10, highest of the day),
 * `notes` [text] (what the person or the team wrote down; never shown to the detector).
 */
export function newPerson(dataSet, id) {
  return {
    dataSet,
    id,
    steps: new Map(),
    sleepHours: new Map(),
    restingHeartRate: new Map(),
    pain: new Map(),
    notes: new Map(),
  };
}

/** A day that another device has counted already keeps its number: call in order of priority. */
export function addSteps(person, device, day, value) {
  if (Number.isFinite(value) && value > 0 && !person.steps.has(day)) person.steps.set(day, { value, device });
}

export function addPain(person, day, value) {
  if (Number.isFinite(value)) person.pain.set(day, Math.max(person.pain.get(day) ?? 0, value));
}

export function addNote(person, day, text) {
  person.notes.set(day, [...(person.notes.get(day) ?? []), text]);
}

/** First and last day with anything the detector is shown. */
export function spanOf(person, { withPain }) {
  const days = [person.steps, person.sleepHours, person.restingHeartRate, ...(withPain ? [person.pain] : [])]
    .flatMap((map) => [...map.keys()])
    .sort();
  return { first: days[0], last: days.at(-1) };
}
