const OTHER_MAKERS = 'Devices of other makers can send only through an app or gateway of the clinic, if it has one.';
const AS_IT_CAME = 'Choose the file as it came, without unpacking it.';
const DAMAGED =
  'Its end is missing, or it was damaged on the way. Download it again or make a new export, and wait until that is ready.';
const UNSAFE = `It is not as its maker gives it, so it was not read. ${AS_IT_CAME}`;
// Most likely all that somebody has at Google, with their photos: nothing else grows so large.
const TOO_LARGE =
  'It is larger than health data should be, so it was not read. Export it again; at Google choose only “Google Health”, in parts of at most 1 GB. If that is too large as well, tell the clinic.';

/** What pages say about files that are brought in; `file.why` by the code that the server gives. ICU MessageFormat. */
export const UPLOAD_MESSAGES = {
  'file.bring': 'Bring in an export',
  'file.ofIphone': 'iPhone: in Health tap the profile picture, then “Export All Health Data”. Choose export.zip here.',
  'file.ofFitbit':
    'Fitbit or Google Health: at {site} choose only “Google Health” (formerly “Fitbit”), as zip. Choose each file you get here.',
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
  'file.foundNothing':
    '{at, select, none {Nothing that Stepwell reads was found in this export.} other {File of {at}: nothing that Stepwell reads was found in it.}} If the export came as several files, bring in the others too. If not, see whether the app it comes from shows steps, sleep or heart rate, and export again.',
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
  'file.takingBack':
    'The file of {at} is being taken back{gone, plural, =0 {} one {: # measurement is gone so far} other {: # measurements are gone so far}}.',
  'file.takenBack':
    'The file of {at} was taken back: {gone, plural, =0 {nothing of it stood alone in the record} one {# measurement is gone from the record} other {# measurements are gone from the record}}.',
  'file.cameBy': 'came by a file, brought in {at}',
  'file.why': `{code, select,
    UPLOAD_UNSUPPORTED {This is no export of Health on an iPhone, nor of Fitbit or Google Health. ${AS_IT_CAME} ${OTHER_MAKERS}}
    UPLOAD_EMPTY {It is empty. Download it again or make a new export, and wait until that is ready.}
    UPLOAD_OTHER_KIND {The app that sent it took it for the export of another maker. Choose it here, as it came.}
    UPLOAD_NO_ZIP {It is packed as .tgz. Export it again and choose .zip there.}
    UPLOAD_INCOMPLETE {This zip holds no export of Health on an iPhone, nor one of Fitbit or Google Health. At Google choose “Google Health” (formerly “Fitbit”). ${OTHER_MAKERS}}
    UPLOAD_TRUNCATED {${DAMAGED}}
    XML_MALFORMED {${DAMAGED}}
    UPLOAD_UNSAFE {${UNSAFE}}
    XML_ENTITY_REFUSED {${UNSAFE}}
    XML_TOO_COSTLY {${UNSAFE}}
    UPLOAD_TOO_LARGE {${TOO_LARGE}}
    TOO_LARGE {${TOO_LARGE}}
    UPLOAD_NOT_THEIRS {The date of birth in it is not the one in the record, so it may be somebody else’s. Where the date in Health on the iPhone or at Google is wrong, put it right there and export again; else the clinic corrects the record.}
    CONSENT_MISSING {Nothing can be taken in while monitoring is not agreed to.}
    UPLOAD_CUT_OFF {It broke off on the way. Please choose it again.}
    UPLOAD_LOST {It was lost before it was read to its end. Please choose it again.}
    UPLOAD_REPEATED {It came before.}
    UPLOAD_OUR_FAULT {Something went wrong on our side. Please choose it again.}
    UPLOAD_OUR_FAULT_FOR_NOW {Something went wrong on our side. It is kept and will be tried again; you may also choose it again.}
    UPLOAD_DEADLY {It could not be read, though it was tried several times. Please make a new export.}
    UPLOAD_INFECTED {The check for viruses refused it: nothing was read from it, and it was deleted. Make a new export; if that is refused too, tell the clinic.}
    UPLOAD_WAITS_FOR_ZONE {It waits until measurements have followed a time zone that was corrected. There is nothing to do.}
    UPLOAD_SCANNER_AWAY {The file waits to be checked for viruses. There is nothing to do.}
    other {}}`,
} as const;
