/**
 * Statements that make a table belong to clinics: row-level security on and forced, one policy for everybody, and the
 * rights the app and the worker need. `nullif` because the setting is an empty string, not NULL, once a transaction
 * that set it has ended; an unset clinic matches no row.
 */
export function tenantTable(
  name: string,
  rights: { readonly app: string; readonly worker?: string; readonly alsoVisible?: string },
): string[] {
  const own = `clinic_id = nullif(current_setting('app.clinic', true), '')::uuid`;
  return [
    `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY`,
    `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`,
    `CREATE POLICY ${name}_clinic ON ${name} USING (${own}) WITH CHECK (${own})`,
    ...(rights.alsoVisible ? [`CREATE POLICY ${name}_bearer ON ${name} FOR SELECT USING (${rights.alsoVisible})`] : []),
    `GRANT ${rights.app} ON ${name} TO stepwell_app`,
    ...(rights.worker ? [`GRANT ${rights.worker} ON ${name} TO stepwell_worker`] : []),
  ];
}

/** Statements over all clinics: policies bind the owner too, who has no clinic, so they are lifted of these tables meanwhile. */
export const forAllClinics = (tables: readonly string[], ...statements: string[]): string[] => [
  ...tables.map((table) => `ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`),
  ...statements,
  ...tables.map((table) => `ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`),
];

/** Visible to whoever proves to hold the secret whose SHA-256 is set for this transaction. */
export const heldSecret = (column: string) => `${column} = nullif(current_setting('app.secret_hash', true), '')`;
/** Visible to the signed-in person, before a clinic has been chosen. */
export const ownPerson = `person_id = nullif(current_setting('app.person', true), '')::uuid`;
