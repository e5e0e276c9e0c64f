const { createTestApp } = await import('../../test/support/app.ts');
const { makeCrowd } = await import('../../test/support/crowd.ts');
const { createClinic, inviteAndAccept, tokenFor } = await import('../../test/support/people.ts');

/** A node on a database of its own, with a clinic and a nurse; `run` gets them, and all is closed afterwards. */
export async function withClinic(run, env = {}) {
  const app = await createTestApp({ env });
  try {
    const clinic = await createClinic(app, 'bench');
    const nurse = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    const { asOwner } = app.database;
    return await run({
      app,
      clinic,
      clinicId: clinic.id,
      nurse,
      asOwner,
      crowd: (count) => makeCrowd(asOwner, clinic.id, count, 'coordinator'),
      token: await tokenFor(app, clinic.id),
      makePatients: (count) => makePatients(asOwner, clinic.id, nurse.personId, count),
    });
  } finally {
    await app.close();
  }
}

/** Many patients of one nurse at once. Each through the door would be the larger part of a bench. */
async function makePatients(asOwner, clinicId, nurseId, count) {
  const rows = await asOwner(
    `WITH p AS (INSERT INTO patient (clinic_id, id, given_name, family_name)
         SELECT $1, gen_random_uuid(), 'Bench', 'Patient ' || n FROM generate_series(1, $2::int) AS n RETURNING id),
       zone AS (INSERT INTO patient_time_zone (clinic_id, patient_id, since, zone) SELECT $1, id, '1970-01-01Z', 'UTC' FROM p),
       consent AS (INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how)
         SELECT $1, gen_random_uuid(), id, 'monitoring', 'given', 'bench', 'earlier' FROM p)
     INSERT INTO care_team_member (clinic_id, patient_id, person_id) SELECT $1, id, $3 FROM p RETURNING patient_id AS id`,
    [clinicId, count, nurseId],
  );
  return rows.map(({ id }) => id);
}
