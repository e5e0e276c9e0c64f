import type { ClinicChanges } from '../../api/types.js';
import { cityOf, sayOnPage } from '../../words/index.js';

type Change = ClinicChanges['items'][number];

/** Members of a change in words; what is not here is not for reading. */
const NAMES: Readonly<Record<string, string>> = {
  name: 'name',
  timeZone: 'time zone',
  phone: 'telephone',
  language: 'language',
  afterHours: 'words for closed hours',
  secondFactor: 'second factor of the staff',
  sites: 'sites and hours',
  holidays: 'holidays',
  fallbackEmail: 'last resort by e-mail',
  fallbackWebhookUrl: 'last resort’s system',
  webhookUrl: 'the clinic’s own system',
  emergencyNumber: 'emergency number',
  crisisLine: 'crisis line',
  role: 'role',
  profession: 'profession',
  active: 'works here',
  memberIds: 'members',
  personId: 'person',
  standInId: 'stand-in',
  fromAt: 'from',
  untilAt: 'until',
  startsOn: 'begins on',
  endsOn: 'ends on',
  starts: 'begins at',
  ends: 'ends at',
  everyWeeks: 'weeks between',
  lastOn: 'last on',
  rank: 'asked as',
};
const MOST_LETTERS = 60;

/** "Ada changed role of Ben: clinician → coordinator" */
export function changeWords({ by, about, changes }: Change): string {
  const what = changes
    .filter((change) => NAMES[change.what] !== undefined)
    .map(({ what: key, before, after }) => {
      const say = (value: unknown) =>
        valueWords(key === 'timeZone' && typeof value === 'string' ? cityOf(value) : value);
      const [was, is] = [say(before), say(after)];
      return was === null || is === null
        ? NAMES[key]!
        : sayOnPage('clinic.fromTo', { what: NAMES[key]!, before: was, after: is });
    })
    .join('; ');
  return sayOnPage('clinic.changed', { by, what, about: about || 'none' });
}

/** Null: too much for a line. */
function valueWords(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join(', ') || '–';
  if (typeof value === 'object') return null;
  const text = String(value as string | number);
  return text.length > MOST_LETTERS ? null : text;
}
