import { describe, expect, it } from '@jest/globals';
import { DomainError } from '../../platform/http/domain-error.js';
import { IngestBody, readBody } from './read-body.js';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const reading = (change: object = {}) => ({
  patient: '0b0e5a54-0a4c-4c38-9f3f-0d6f3d3c9a11',
  metric: 'heartRate',
  start: '2026-03-09T22:00:00+01:00',
  value: 61,
  unit: '/min',
  source: { system: 'test', device: 'band', kind: 'watch' },
  ...change,
});

/** Where something is wrong, by whichever step says so first. */
async function wrongPlaces(...observations: unknown[]): Promise<string[]> {
  const checked = await IngestBody['~standard'].validate({ observations });
  if (checked.issues) return checked.issues.map(({ path = [] }) => path.map(String).join('.'));
  try {
    readBody(checked.value, NOW);
  } catch (error) {
    if (error instanceof DomainError) return error.errors.map(({ path }) => path);
    throw error;
  }
  return [];
}

describe('a list of readings', () => {
  it('has every wrong one named, whatever is wrong with it', async () => {
    expect(
      await wrongPlaces(
        reading({ metric: 'glucose' }),
        reading(),
        reading({ value: -1 }),
        reading({ unit: 'kg' }),
        reading({ start: '2026-03-13T22:00:00Z' }),
        'a text',
        reading({ note: 'n' }),
        reading({ value: 'many', source: {} }),
      ),
    ).toEqual([
      'observations.0.metric',
      'observations.2.value',
      'observations.3.unit',
      'observations.4.start',
      'observations.5',
      'observations.6.note',
      'observations.7.value',
      'observations.7.source.system',
    ]);
  });

  it('has all of a thousand named', async () => {
    const all = Array.from({ length: 1000 }, (_, i) => reading(i % 2 ? { value: -1 } : { metric: 'glucose' }));
    expect(await wrongPlaces(...all)).toHaveLength(1000);
  });

  it('is answered with no book where a few bytes have many faults each', async () => {
    const all = Array.from({ length: 1000 }, () => ({ zzz: 'x' }));
    const places = await wrongPlaces(...all);
    expect(places).toHaveLength(1001);
    expect(places.at(-1)).toBe('observations');
  });

  it.each([[[]], [Array.from({ length: 1001 }, () => reading())]])(
    'of none or too many is wrong itself',
    async (all) => {
      expect(await wrongPlaces(...all)).toEqual(['observations']);
    },
  );
});
