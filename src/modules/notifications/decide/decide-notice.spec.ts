import { describe, expect, it } from '@jest/globals';
import { decideNotice, DEFAULT_SETTINGS, type NoticeFacts, type NoticeSettings } from './decide-notice.js';

const NIGHT: Partial<NoticeSettings> = { quietHours: { from: '22:00', until: '07:00' } };
const NOON: Partial<NoticeSettings> = { quietHours: { from: '12:00', until: '13:00' } };
type Change = Partial<NoticeFacts> & { readonly clock?: string };
const said = ({ clock = '10:00', ...change }: Change, settings: Partial<NoticeSettings> = {}) => {
  const { send, notBefore, withheld } = decideNotice({
    settings: { ...DEFAULT_SETTINGS, ...settings },
    urgency: 'ordinary',
    isOnCall: false,
    isSnoozed: false,
    zone: 'UTC',
    now: new Date(`2026-11-26T${clock}:00Z`),
    subscriptionIds: ['phone'],
    mails: true,
    ...change,
  });
  return [
    ...send.map(({ channel, target }) => `${channel} ${target}`.trim()),
    ...(notBefore ? [`not before ${notBefore.toISOString().slice(5, 16)}`] : []),
    ...withheld.map(({ channel, reason }) => `not ${channel}: ${reason}`),
  ];
};
const BOTH = ['web-push phone', 'e-mail'];
const QUIET = ['not web-push: quiet-hours', 'not e-mail: quiet-hours'];
const MORNING = [...BOTH, 'not before 11-26T07:00'];

describe('by which channels somebody is told, and why not by the others', () => {
  it.each<[string, Change, Partial<NoticeSettings>, string[]]>([
    ['as it comes', {}, {}, BOTH],
    ['every device', { subscriptionIds: ['a', 'b'] }, {}, ['web-push a', 'web-push b', 'e-mail']],
    ['push switched off', {}, { webPush: false }, ['e-mail', 'not web-push: switched-off']],
    ['mail switched off', {}, { email: false }, ['web-push phone', 'not e-mail: switched-off']],
    ['no device', { subscriptionIds: [] }, {}, ['e-mail', 'not web-push: no-device']],
    ['a server that cannot mail', { mails: false }, {}, ['web-push phone', 'not e-mail: no-mail']],
    ['nothing at all', { mails: false, subscriptionIds: [] }, {}, ['not web-push: no-device', 'not e-mail: no-mail']],
    ['before the night', { clock: '21:59' }, NIGHT, BOTH],
    ['as the night begins', { clock: '22:00' }, NIGHT, [...BOTH, 'not before 11-27T07:00']],
    ['after midnight', { clock: '03:00' }, NIGHT, MORNING],
    ['as the night ends', { clock: '07:00' }, NIGHT, BOTH],
    ['within a day', { clock: '12:30' }, NOON, [...BOTH, 'not before 11-26T13:00']],
    ['after it', { clock: '13:00' }, NOON, BOTH],
    ['what interrupts, at night', { clock: '03:00', urgency: 'now' }, NIGHT, QUIET],
    ['… who agreed to it', { clock: '03:00', urgency: 'now' }, { ...NIGHT, interrupt: true }, BOTH],
    ['… who is on call', { clock: '03:00', urgency: 'now', isOnCall: true }, NIGHT, BOTH],
    ['on call, but it can wait', { clock: '03:00', isOnCall: true }, NIGHT, MORNING],
    ['agreed, but it can wait', { clock: '03:00' }, { ...NIGHT, interrupt: true }, MORNING],
    [
      'at night, by no channel',
      { clock: '03:00', mails: false, subscriptionIds: [] },
      NIGHT,
      ['not before 11-26T07:00', 'not web-push: no-device', 'not e-mail: no-mail'],
    ],
    ['at night, snoozed', { clock: '03:00', isSnoozed: true }, NIGHT, ['not web-push: snoozed', 'not e-mail: snoozed']],
    ['snoozed', { isSnoozed: true }, {}, ['not web-push: snoozed', 'not e-mail: snoozed']],
    ['snoozed, but it interrupts', { isSnoozed: true, urgency: 'now' }, {}, BOTH],
    ['a test at night', { clock: '03:00', urgency: 'test' }, NIGHT, BOTH],
  ])('%s', (_name, change, settings, told) => expect(said(change, settings)).toEqual(told));
});
