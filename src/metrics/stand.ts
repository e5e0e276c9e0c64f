/** later: it has not begun. past: its last day has come. now: all between. */
export type Stand = 'later' | 'now' | 'past';

/**
 * How something with a first and a last day stands on a day of the patient's: of doses and procedures in lists, and as the
 * status of their FHIR resources. What was done on one day is over with it, and so is what ends today: nobody writes the
 * status anew tomorrow.
 *
 * @param span.on - null: it has always been so
 * @param span.until - the last day; null: it goes on
 */
export function standOn(span: { readonly on: string | null; readonly until: string | null }, today: string): Stand {
  if (span.on !== null && span.on > today) return 'later';
  return span.until !== null && span.until <= today ? 'past' : 'now';
}
