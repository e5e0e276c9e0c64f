const OTHER_MAKERS =
  'Files of Fitbit or other makers cannot be brought in here yet: their devices can send only through an app or gateway of the clinic. The team knows whether there is one.';
const AS_MADE = 'Choose the export.zip as the iPhone made it.';
const DAMAGED =
  'Its end is missing, or it was damaged on the way. Export it again in the Health app and wait until that is ready.';
const UNSAFE = `It is not as the Health app makes it, so it was not read. ${AS_MADE}`;
const TOO_LARGE =
  'It is larger than health data should be, so it was not read. Export it again; if that is too large as well, tell the clinic.';

/** What pages say about files that are brought in; `file.why` by the code that the server gives. ICU MessageFormat. */
export const UPLOAD_MESSAGES = {
  'file.underWay':
    'The file of {at} is {state, select, receiving {being received.} other {being read: {records} records so far.}}',
  'file.failed': 'The file of {at} was not taken in. {why}',
  'file.unknown': 'It could not be read.',
  'file.brought':
    'File of {at}: {stored, plural, =0 {what came by it} one {# measurement} other {# measurements}} can be taken back until {until}.',
  'file.allRefused':
    'File of {at}: {refused, plural, one {its one entry could not} other {none of # entries could}} be taken.',
  'file.nothingNew':
    'File of {at}: nothing new; {refused, plural, one {# entry} other {# entries}} could not be taken.',
  'file.whyRefused':
    '{at, select, none {Why entries were refused} other {Why entries of the file of {at} were refused}}',
  'file.refusedFor': '{count, plural, one {# entry} other {# entries}}: {why}',
  'file.unchecked':
    '{why, select, file {The file does not say when its owner was born} other {The record has no date of birth to compare with the file’s}}, so nobody could check that it is {isMine, select, true {yours} other {this patient’s}}.',
  'file.takeBack': 'Take back',
  'file.takeBackNamed': 'Take back the file of {at}',
  'file.takeBackTitle': 'Take back the file of {at}?',
  'file.takeBackWhy':
    'What came by this file goes from the record, and what it had replaced stands again. A large file takes some minutes. It can be brought in again later.',
  'file.keep': 'Keep it',
  'file.takingBack': 'The file of {at} is being taken back.',
  'file.takenBack':
    'The file of {at} was taken back: {gone, plural, =0 {nothing of it stood alone in the record} one {# measurement is gone from the record} other {# measurements are gone from the record}}.',
  'file.cameBy': 'came by a file, brought in {at}',
  'file.why': `{code, select,
    UPLOAD_UNSUPPORTED {This is not the export of the Health app on an iPhone. ${OTHER_MAKERS}}
    UPLOAD_INCOMPLETE {There is no export of the Health app in this zip. ${AS_MADE} ${OTHER_MAKERS}}
    UPLOAD_TRUNCATED {${DAMAGED}}
    XML_MALFORMED {${DAMAGED}}
    UPLOAD_UNSAFE {${UNSAFE}}
    XML_ENTITY_REFUSED {${UNSAFE}}
    XML_TOO_COSTLY {${UNSAFE}}
    UPLOAD_TOO_LARGE {${TOO_LARGE}}
    TOO_LARGE {${TOO_LARGE}}
    UPLOAD_NOT_THEIRS {The date of birth in it is not the one in the record, so it may be somebody else’s. Where the date in the Health app is wrong, put it right there and export again; else the clinic corrects the record.}
    CONSENT_MISSING {Nothing can be taken in while monitoring is not agreed to.}
    UPLOAD_CUT_OFF {It broke off on the way. Please choose it again.}
    UPLOAD_LOST {It was lost before it was read to its end. Please choose it again.}
    UPLOAD_REPEATED {It came before.}
    UPLOAD_OUR_FAULT {Something went wrong on our side. Please choose it again.}
    UPLOAD_OUR_FAULT_FOR_NOW {Something went wrong on our side. It is kept and will be tried again; you may also choose it again.}
    UPLOAD_DEADLY {It could not be read, though it was tried several times. Export it again in the Health app.}
    UPLOAD_INFECTED {The check for viruses refused it: nothing was read from it, and it was deleted. Make a new export; if that is refused too, tell the clinic.}
    UPLOAD_SCANNER_AWAY {The file waits to be checked for viruses. There is nothing to do.}
    other {}}`,
} as const;
