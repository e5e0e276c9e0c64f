import { expect, it } from '@jest/globals';
import { findBusy, type UnderWay } from './hands.js';

const times = (n: number, one: UnderWay) => Array.from({ length: n }, () => one);
const HOOK: UnderWay = { clinicId: 'a', channel: 'webhook', target: 'clinic' };
const MAIL: UnderWay = { clinicId: 'a', channel: 'e-mail', target: '' };

it.each<[string, UnderWay[], ReturnType<typeof findBusy>]>([
  ['nothing', [], { channels: [], farSides: [] }],
  ['one webhook', [HOOK], { channels: [], farSides: [] }],
  ['two to the same one', times(2, HOOK), { channels: [], farSides: ['a/webhook/clinic'] }],
  ['one to each of two clinics', [HOOK, { ...HOOK, clinicId: 'b' }], { channels: [], farSides: [] }],
  ['the clinic’s and its fallback’s', [HOOK, { ...HOOK, target: 'fallback' }], { channels: [], farSides: [] }],
  ['many mails: one server takes them all', times(7, MAIL), { channels: [], farSides: [] }],
  ['more mails than that', times(8, MAIL), { channels: ['e-mail'], farSides: [] }],
])('%s under way', (_name, underWay, busy) => expect(findBusy(underWay)).toEqual(busy));
