import { describe, expect, it } from '@jest/globals';
import { deviceObservation } from './device-observation.js';
import { PartsMemory } from './known-parts.js';

const MOST_BYTES = 10_000;
const TEXT = 'x'.repeat(500);
const read = async (ids: readonly number[]) => ids.map((id) => ({ id, body: `${id} ${TEXT}` }));
const observation = (device: string) =>
  deviceObservation({
    patientId: 'p',
    metric: 'steps',
    startMs: 0,
    endMs: 60_000,
    value: 1,
    source: { system: 'test', device, kind: 'watch' },
  });

describe('what is remembered of repeated parts', () => {
  it('gives a page all of its texts, also when they are more than may be kept', async () => {
    const ids = Array.from({ length: 100 }, (_, i) => i);
    const found = await new PartsMemory(MOST_BYTES).bodies('a', [...ids, ...ids], read);
    expect(ids.map((id) => found.get(id))).toEqual((await read(ids)).map(({ body }) => body));
  });

  it('takes nothing from a page that was handed out when it is forgotten', async () => {
    const memory = new PartsMemory(MOST_BYTES);
    const page = await memory.bodies('a', [1], read);
    for (let id = 2; id < 50; id++) await memory.bodies('b', [id], read);
    let asked = 0;
    await memory.bodies('a', [1], (ids) => read(ids.map((id) => (asked++, id))));
    expect([asked, page.get(1)]).toEqual([1, `1 ${TEXT}`]);
  });

  it('is bounded in bytes, however long the texts are and however many the clinics', async () => {
    const memory = new PartsMemory(MOST_BYTES);
    let most = 0;
    for (let i = 0; i < 200; i++) {
      const batch = [observation(`${i} ${TEXT}`)];
      const parts = [{ seriesId: i, skeletonId: i, device: batch[0]!.device! }];
      memory.learn(`clinic ${i}`, batch, parts);
      most = Math.max(most, memory.bytes);
      expect(memory.find(`clinic ${i}`, batch)).toEqual(memory.bytes === 0 ? undefined : parts);
    }
    // One that was let in when there was room may reach beyond it.
    expect(most).toBeLessThan(MOST_BYTES + 5000);
    expect(most).toBeGreaterThan(MOST_BYTES / 2);
  });

  it('counts a part once, and knows clinics apart', () => {
    const memory = new PartsMemory(MOST_BYTES);
    const batch = [observation('band')];
    const parts = [{ seriesId: 1, skeletonId: 2, device: '{"display":"band"}' }];
    memory.learn('a', batch, parts);
    const { bytes } = memory;
    memory.learn('a', batch, parts);
    expect(memory.bytes).toBe(bytes);
    expect(memory.find('b', batch)).toBeUndefined();
  });

  it('that a source has no device is not remembered: it may have got one on another node', async () => {
    const memory = new PartsMemory(MOST_BYTES);
    const devices = new Map<number, string>();
    let asked = 0;
    const ask = () =>
      memory.devices('a', [1, 1], async (ids) => {
        asked++;
        return ids.flatMap((id) => (devices.has(id) ? [{ id, device: devices.get(id)! }] : []));
      });
    expect((await ask()).get(1)).toBeUndefined();
    const batch = [observation('band')];
    memory.learn('a', batch, [{ seriesId: 1, skeletonId: 2 }]);
    expect(memory.find('a', batch)).toBeUndefined();
    devices.set(1, '{"display":"band"}');
    for (let i = 0; i < 3; i++) expect((await ask()).get(1)).toBe('{"display":"band"}');
    expect(asked).toBe(2);
    expect(memory.find('a', batch)).toEqual([{ seriesId: 1, skeletonId: 2, device: '{"display":"band"}' }]);
  });
});
