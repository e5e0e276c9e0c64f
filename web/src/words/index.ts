export * from './format.js';
export * from './labels.js';
export * from './alert-words.js';
export { METRIC_NAMES, METRIC_UNITS } from './catalogue.js';
export { confidenceWords } from './confidence.js';
export { budgetShare, budgetInClinic } from './budget.js';
export { about, chosen, say, sayOnPage, sayPanel } from './say.js';
export { wholeShares } from './whole-shares.js';
export { phrase } from './phrases.js';
export { uploadWhy } from './upload-why.js';
export { syncWords } from './sync.js';
export { askFirstWords, howWords, purposeWords, sharedForWords, withdrawalWords } from './consents.js';
export { cityOf } from './city-of.js';
export { modernZone } from './modern-zone.js';
export { zoneHere, zoneOfSomewhere } from './zone-here.js';
export { zoneWords } from './zone-words.js';
export { wornWords } from './worn.js';
export { endedWords, endSaid } from './ended-words.js';
export { untilWords } from './until-words.js';
export {
  isAddress,
  type PersonField,
  personFieldWords,
  personProblems,
  serverFieldWords,
} from './person-field-words.js';
export { readNumber, valueOf, typedAs } from './read-number.js';
export { typedNumberWords } from './typed-number-words.js';
export { contactWords, GENDERS, identityWords } from './identity.js';
export { doorWords, languageName, LANGUAGES, WEEKDAYS } from './doors.js';
