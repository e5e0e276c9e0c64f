import { expect } from '@jest/globals';
import type { Response } from 'supertest';
import { fromBuffer } from 'yauzl';
import type { Person } from './people.js';

function bytes(answer: Response, done: (error: Error | null, body: Buffer) => void): void {
  const parts: Buffer[] = [];
  const stream = answer as unknown as NodeJS.ReadableStream;
  stream.on('data', (part: Buffer) => parts.push(part));
  stream.on('end', () => done(null, Buffer.concat(parts)));
}

/** Name and text of every file, with sums and lengths checked by somebody else's reader. */
function unzip(zip: Buffer): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  return new Promise((resolve, reject) =>
    fromBuffer(zip, { lazyEntries: true, validateEntrySizes: true }, (error, archive) => {
      if (error) return reject(error);
      archive.on('error', reject).on('end', () => resolve(files));
      archive.on('entry', (entry) =>
        archive.openReadStream(entry, (fault, stream) => {
          if (fault) return reject(fault);
          if (files.has(entry.fileName)) return reject(new Error(`${entry.fileName} is there twice`));
          let text = '';
          stream.setEncoding('latin1');
          stream.on('data', (part: string) => (text += part)).on('error', reject);
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.from(text, 'latin1').toString());
            archive.readEntry();
          });
        }),
      );
      archive.readEntry();
    }),
  );
}

/** What the person fetches of this export: name and text of every file. */
export async function fetchExport(person: Person, patientId: string, id: string): Promise<Map<string, string>> {
  const { body, headers } = await person.agent
    .get(`/api/v1/patients/${patientId}/exports/${id}/file`)
    .buffer(true)
    .parse(bytes)
    .expect(200);
  expect(headers['content-type']).toBe('application/zip');
  expect(Number(headers['content-length'])).toBe((body as Buffer).length);
  return unzip(body as Buffer);
}
