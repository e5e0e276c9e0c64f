export { Avatar, Confidence, CourseWord, Glyph, Logo, SureBars } from './marks.js';
export { Sparkline } from './sparkline.js';
export {
  Button,
  Checkbox,
  FieldError,
  LinkButton,
  Message,
  Segmented,
  SelectField,
  TextArea,
  TextField,
  type ButtonKind,
} from './controls.js';
export { Empty, Failed, Loading, OfflineBar } from './states.js';
export { AskFirst } from './ask-first.js';
export { AskThrowAway } from './ask-throw-away.js';
export { Confirm } from './confirm.js';
export { Dialog } from './dialog.js';
export { takeLostFocus } from './focus-return.js';
export { FormEnd } from './form-end.js';
export { NumberField } from './number-field.js';
export { useShowWrong } from './show-wrong.js';
export { useTold } from './told.js';
export { useUnsent } from './unsent.js';
export { ZoneField } from './zone-field.js';
