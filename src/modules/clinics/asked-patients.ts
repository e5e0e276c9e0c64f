/** Tells a patient, by the ways they want, that they are asked something. Called in the transaction that asks. */
export type AskedTeller = (personId: string) => Promise<void>;

let teller: AskedTeller = () => Promise.resolve();

/** Clinics know of no notices: whoever sends them says so here. */
export function tellAskedBy(by: AskedTeller): void {
  teller = by;
}

export const tellAsked: AskedTeller = (personId) => teller(personId);
