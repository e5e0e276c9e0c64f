import { randomUUID } from 'node:crypto';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { ClinicsService, CreateClinic } from '../modules/clinics/index.js';
import { StartError } from '../platform/config/config.errors.js';
import { loadConfig } from '../platform/config/config.js';
import type { OpenDatabase } from './open-database.js';

/**
 * Makes an empty clinic and prints the one-use link with which its first admin comes in.
 *
 * @throws StartError naming every option that is wrong, before anything is made
 */
export async function createClinic(given: Readonly<Record<string, string>>, open: OpenDatabase): Promise<void> {
  const checked = CreateClinic.safeParse(given);
  if (!checked.success)
    throw new StartError(
      `${checked.error.issues.map(({ path, message }) => `--${path.join('.')} ${message}`).join('; ')}.`,
    );
  const options = checked.data;
  const surroundings = await open(loadConfig(process.env));
  try {
    const app = await NestFactory.createApplicationContext(AppModule.with(surroundings), {
      logger: ['fatal'],
      abortOnError: false,
    });
    try {
      const clinics = app.get(ClinicsService);
      const id = await clinics.createClinic({ slug: options.slug, name: options.name, timeZone: options.zone });
      const { link } = await clinics.inviteFirstAdmin(id, {
        id: randomUUID(),
        email: options['admin-email'],
        name: options['admin-name'],
      });
      console.log(`Clinic ${options.slug} is ready. Its admin comes in with this link, once, within 7 days:\n${link}`);
    } finally {
      // Before the database goes: whatever works in the background would report that it is gone.
      await app.close();
    }
  } finally {
    await surroundings.close();
  }
}
