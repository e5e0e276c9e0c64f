import { IntlMessageFormat } from 'intl-messageformat';
import { pseudoMessage } from './pseudo.js';
import { currentLang, type Lang } from './say.js';
import { UPLOAD_MESSAGES } from './upload-messages.js';

/** What pages say about devices and time. ICU MessageFormat; days, hours and figures arrive formatted. */
const PHRASES = {
  'devices.mine': 'My devices',
  'devices.why': 'What sends your numbers, which device counts first, the files you brought in, and your journeys.',
  'devices.go': 'Go to my devices',
  'order.title': 'Devices and sources',
  'order.open': 'Order',
  'order.mine': 'Which device counts first',
  'order.why':
    'Where two devices measured the same minutes, the first one counts. Minutes that only one of them measured always count.',
  'order.of': '{metric}: best first',
  'order.only': '{metric}: only {source} sends it.',
  'order.none': 'Nothing has sent data yet. Devices come in through an app or gateway of the clinic, or by an export.',
  'order.up': 'Move up',
  'order.down': 'Move down',
  'order.moved': '{source} is now {place, selectordinal, one {#st} two {#nd} few {#rd} other {#th}} of {count}.',
  'order.save': 'Use this order',
  'order.reset': 'Back to the usual order',
  'order.chosen': 'chosen here',
  'order.usual': 'usual order: watch before phone',
  'order.progress': 'Days are being added up again: {done} of {total}.',
  'sync.current': 'sent {ago}',
  'sync.stalled':
    '{hasNewest, select, true {in contact {ago}, but nothing newer than {newest} came} other {in contact {ago}, but nothing with a believable time came}}',
  'sync.silent': 'not heard of since {since}',
  'sync.page.stalled':
    'Devices were in contact {ago}, but {hasNewest, select, true {nothing newer than {newest} came} other {nothing with a believable time came}}',
  'sync.page.silent': 'No device was heard of since {since}',
  'sync.page.file':
    'The last file, brought in {since}, has {hasNewest, select, true {nothing newer than {newest}} other {nothing with a believable time}}; a new export is needed',
  'sync.mine.stalled':
    '{hasNewest, select, true {in contact {ago}, but has sent nothing newer than {newest}. Open its app to fix it.} other {in contact, but its clock seems wrong. Open its app to fix it.}}',
  'sync.mine.silent': 'has not sent since {since}. Open its app to fix it.',
  ...UPLOAD_MESSAGES,
  'worn.device': '{how, select, answered {answered} reported {reported} other {worn}} {days} of {of} days',
  'worn.mine': '{how, select, answered {answered} reported {reported} other {worn}} {days} of the last {of} days',
  'zones.title': 'Time zone',
  'zones.why':
    'A day begins at midnight where {isMine, select, true {you were} other {the patient was}}. Enter a journey or a move, and the days since are added up again.',
  'zones.first': 'at first',
  'zones.since': 'since {since}, by the clock there',
  'zones.zone': 'Was then in',
  'zones.when': 'From (date and time {place, select, none {there} other {in {place}}})',
  'zones.isSame': '{place} counts then already: there is nothing to enter.',
  'zones.begins': 'A journey begins at that moment already. Correct it in the list above, or take it out.',
  'zones.skipped': 'Clocks in {place} went forward then and left that time out. Enter one before or after it.',
  'zones.sameTitle': 'Was {zone} wrong?',
  'zones.sameWhy':
    'It is in the list since {since} already. If only the place was wrong, correct it. If both are right, both will be in the list.',
  'zones.sameCorrect': 'Correct {zone}',
  'zones.sameBoth': 'Enter both',
  'zones.save': 'Enter',
  'zones.open': 'Travel or move',
  'zones.saved': 'Entered. The days since are being added up again.',
  'zones.area':
    '{area, select, Arctic {Arctic Ocean} Atlantic {Atlantic Ocean} Indian {Indian Ocean} Pacific {Pacific Ocean} none {Others} other {{area}}}',
  'zones.list': 'Time zones so far',
  'zones.correct': 'Correct',
  'zones.correctNamed': 'Correct: {zone}, since {since}',
  'zones.correcting': 'You are correcting {zone}, since {since}.',
  'zones.correctSave': 'Save the correction',
  'zones.takeOut': 'Take out',
  'zones.takeOutNamed': 'Take out: {zone}, since {since}',
  'zones.takeOutTitle': 'Take out {zone}, since {since}?',
  'zones.takeOutWhy': 'Then {before}, the zone before it, goes on, and the days since are added up again.',
  'zones.keep': 'Keep it',
  'zones.takenOut': 'Taken out. The days since are being added up again.',
  'zones.corrected': 'Corrected. The days since are being added up again.',
  'zones.changed': 'Somebody has changed this journey or taken it out meanwhile. The list shows how it is now.',
  'mend.column': 'Mend',
  'mend.correct': 'Correct value',
  'mend.mark': 'Mark as an error',
  'mend.correctNamed': 'Correct value: {value} of {at}',
  'mend.markNamed': 'Mark as an error: {value} of {at}',
  'mend.valueWhat':
    'The reading of {at} says {value}. The right value counts instead; what it said stays as its earlier version.',
  'mend.errorWhat':
    'The reading of {at} says {value}. As an error it counts no more; what it said stays as its earlier version.',
  'mend.value': '{unit, select, none {Right value} other {Right value ({unit})}}',
  'mend.range': 'Please give a number from {min} to {max}',
  'mend.why': 'Reason',
  'mend.whyHint': 'Stays with the reading, beside your name. The patient can read it.',
  'mend.needsWhy': 'Please say why',
  'mend.done': '{at}, {value}: {status, select, amended {corrected} other {marked as an error}} by {by}, {on}: “{why}”',
  'day.counted': 'Counted',
  'day.clockAhead': 'clock ahead, not counted',
  'day.clockReset': 'clock was reset, not counted',
  'day.inTotal': 'in the total',
  'day.another': 'another one counts',
  'day.allLate': 'All of it arrived more than a day later.',
  'day.keptAs':
    '{as, select, hours {The readings of this day were removed on {since}, as the clinic has chosen. Its hours are kept.} other {The readings and hours of this day were removed, as the clinic has chosen. Its number has been settled since {since}.}}',
  'day.hours': 'Hours of this day',
  'day.hourFrom': 'From',
  'day.hourValue': 'Value',
  'day.unknown': 'no longer known',
  'day.late': 'arrived more than a day later',
  'day.pending': 'This number is about to be added up again.',
  'day.worn':
    'Worn {hours}, {share} % of the day, {from, select, vendor {as its maker tells} other {by its heart rates}}.',
  'day.differs':
    '{source} gives {total} for the whole day and {parts} by its parts: {sign, select, more {{amount} more than they show} other {{amount} less than they show}}.',
} as const;
export type PhraseKey = keyof typeof PHRASES;
export const PHRASE_KEYS = Object.keys(PHRASES) as PhraseKey[];

const compiled = new Map<string, IntlMessageFormat>();

/** Words of a page. */
export function phrase(
  key: PhraseKey,
  values: Readonly<Record<string, string | number>> = {},
  lang: Lang = currentLang(),
): string {
  const id = `${lang}/${key}`;
  let message = compiled.get(id);
  if (!message) {
    const plain = new IntlMessageFormat(PHRASES[key], 'en-GB');
    message = lang === 'pseudo' ? pseudoMessage(plain) : plain;
    compiled.set(id, message);
  }
  return String(message.format(values));
}
