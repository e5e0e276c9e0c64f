import pg from 'pg';
import { StartError } from '../platform/config/config.errors.js';
import { urlFor } from '../platform/database/roles.js';

/** The command line belongs to whoever runs the server: it looks clinics up as the worker does, by name. */
export async function findClinicBySlug(ownerUrl: string, slug: string): Promise<string> {
  const clinics = await listClinics(ownerUrl);
  const found = clinics.find((clinic) => clinic.slug === slug);
  if (found) return found.id;
  throw new StartError(`There is no clinic "${slug}" here. ${sayKnown(clinics)}`);
}

/** For commands that need no name where there is only one clinic. */
export async function findOnlyClinic(ownerUrl: string): Promise<string> {
  const clinics = await listClinics(ownerUrl);
  if (clinics.length === 1) return clinics[0]!.id;
  throw new StartError(clinics.length === 0 ? sayKnown(clinics) : `Say --clinic <name>. ${sayKnown(clinics)}`);
}

interface KnownClinic {
  readonly id: string;
  readonly slug: string;
}

export async function listClinics(ownerUrl: string): Promise<KnownClinic[]> {
  const client = new pg.Client({ connectionString: urlFor('stepwell_worker', ownerUrl) });
  await client.connect();
  try {
    const { rows } = await client.query<KnownClinic>('SELECT clinic_id AS id, slug FROM clinic ORDER BY created_at');
    return rows;
  } finally {
    await client.end();
  }
}

const sayKnown = (clinics: readonly KnownClinic[]) =>
  clinics.length === 0
    ? 'There is none yet: stepwell create-clinic.'
    : `Clinics: ${clinics.map((clinic) => clinic.slug).join(', ')}.`;
