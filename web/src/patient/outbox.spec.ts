import { describe, expect, it } from '@jest/globals';
import type { NewResponse } from '../api/types.js';
import { addEntry, nextToSend, readBox, settleEntry, toLetter, unsentForms, waitingCount, wakeAll } from './outbox.js';

const aResponse = (id: string): NewResponse => ({
  id,
  instrument: 'diary',
  authoredAt: '2026-11-20T09:41:00.000Z',
  answers: { pain: 3, interference: null, sleep: 6, mood: 5 },
});
const boxOf = (...ids: string[]) =>
  ids.reduce((box, id) => addEntry(box, 'juniper', toLetter('juniper', aResponse(id))), readBox(null));

describe('the outbox', () => {
  it('keeps an entry once, however often it is added', () => {
    expect(addEntry(boxOf('a'), 'juniper', toLetter('juniper', aResponse('a')))).toHaveLength(1);
  });

  it('sends the oldest first and lets it go when the server has it', () => {
    const box = boxOf('a', 'b');
    expect(nextToSend(box, 'juniper', 0)?.id).toBe('a');
    const rest = settleEntry(box, 'a', { ok: true }, 0);
    expect(nextToSend(rest, 'juniper', 0)?.id).toBe('b');
  });

  it.each([0, 401, 429, 500, 503])('%p: stays and waits longer each time', (status) => {
    const failed = { ok: false, status, detail: '' } as const;
    let box = settleEntry(boxOf('a'), 'a', failed, 1_000);
    expect(nextToSend(box, 'juniper', 2_999)).toBeNull();
    expect(nextToSend(box, 'juniper', 3_000)?.id).toBe('a');
    for (let i = 0; i < 20; i++) box = settleEntry(box, 'a', failed, 0);
    expect(box[0]!.notBefore).toBe(300_000);
    expect(waitingCount(box, 'juniper')).toBe(1);
  });

  it('back online, nothing waits for its turn', () => {
    const box = settleEntry(boxOf('a'), 'a', { ok: false, status: 0, detail: '' }, 1_000);
    expect(nextToSend(wakeAll(box), 'juniper', 0)?.id).toBe('a');
  });

  it('a refusal is kept to be told, and is not sent again', () => {
    const box = settleEntry(boxOf('a', 'b'), 'a', { ok: false, status: 422, detail: 'pain must be 0 to 10' }, 0);
    expect(box[0]!.refused).toBe('pain must be 0 to 10');
    expect(nextToSend(box, 'juniper', 0)?.id).toBe('b');
    expect(waitingCount(box, 'juniper')).toBe(1);
  });

  it('a conflict means that the server has it', () => {
    expect(settleEntry(boxOf('a'), 'a', { ok: false, status: 409, detail: '' }, 0)).toEqual([]);
  });

  it('never sends what another person on this phone filled in', () => {
    expect(nextToSend(boxOf('a'), 'robin', 0)).toBeNull();
    expect(waitingCount(boxOf('a'), 'robin')).toBe(0);
  });

  it('knows which forms were filled in and have not arrived: they are not due again', () => {
    const box = boxOf('a');
    expect(unsentForms(box, 'juniper', 'diary')).toEqual(['2026-11-20T09:41:00.000Z']);
    expect(unsentForms(box, 'juniper', 'peg')).toEqual([]);
    expect(unsentForms(box, 'robin', 'diary')).toEqual([]);
    const refused = settleEntry(box, 'a', { ok: false, status: 422, detail: 'no' }, 0);
    expect(unsentForms(refused, 'juniper', 'diary')).toEqual([]);
    const letter = { id: 'b', path: '/api/v1/alerts/x/answer', body: { instrument: 'diary' }, at: '' };
    expect(unsentForms(addEntry([], 'juniper', letter), 'juniper', 'diary')).toEqual([]);
  });

  it('survives a reload, and one broken entry', () => {
    const stored = JSON.stringify([...boxOf('a'), { patientId: 7 }, null]);
    expect(readBox(stored).map((e) => e.id)).toEqual(['a']);
    expect(readBox('{')).toEqual([]);
  });

  it('sends what a page before this one had kept', () => {
    const kept = { patientId: 'juniper', response: aResponse('a'), tries: 2, notBefore: 7, refused: null };
    expect(readBox(JSON.stringify([kept]))).toEqual([{ ...boxOf('a')[0], tries: 2, notBefore: 7 }]);
  });
});
