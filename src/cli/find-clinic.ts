import pg from 'pg';
import { StartError } from '../platform/config/config.errors.js';
import { urlFor } from '../platform/database/roles.js';

/** The command line belongs to whoever runs the server: it looks clinics up as the worker does, by name. */
export async function findClinicBySlug(ownerUrl: string, slug: string): Promise<string> {
  const client = new pg.Client({ connectionString: urlFor('stepwell_worker', ownerUrl) });
  await client.connect();
  try {
    const { rows } = await client.query<{ clinic_id: string; slug: string }>(
      'SELECT clinic_id, slug FROM clinic ORDER BY created_at',
    );
    const found = rows.find((row) => row.slug === slug);
    if (found) return found.clinic_id;
    const known = rows.map((row) => row.slug).join(', ');
    throw new StartError(
      `There is no clinic "${slug}" here. ${known ? `Clinics: ${known}.` : 'There is none yet: stepwell create-clinic.'}`,
    );
  } finally {
    await client.end();
  }
}
