import type { Copy } from './export-part.js';

const MISSING = `Protected notes and treatments (psychology, substance use) are not in this copy, because somebody of the clinic asked for it.
`;

/** Explains the archive to the person it is about. */
export const readme = ({ byPatient }: Pick<Copy, 'byPatient'>): string => `Your data

This archive holds what your clinic keeps about you in Stepwell.

summary.pdf      Four pages at most, for reading.
tables/          For a spreadsheet: your days, every single reading, notes, doses, procedures, visits, alerts,
                 consents, care team, who looks on, referrals and more.
                 Times are in UTC, which the Z at the end says. Text is UTF-8.
fhir/            For another clinic's program: HL7 FHIR R4, one resource a line (NDJSON). Your record, readings,
                 answers, notes, doses and procedures; the rest is in tables/ alone.
                 AuditEvent has everybody who looked at your data.

Files with a number at the end (-001, -002) belong together, in that order.
Drafts of notes that nobody has finished are not part of your record, and are not here.
${byPatient ? '' : MISSING}
These are health data. Whoever has this file can read all of it: keep it where only you can.
If it holds information about treatment for substance use, federal rules (42 CFR part 2) in the United States
may forbid those you give it to from passing it on.
`;
