import './patient-pages.css';
import './told/told.css';

export { PatientConsents } from './consents-page.js';
export { MyData } from './my-data.js';
export { PatientHome } from './home.js';
export { PatientNumbers } from './numbers.js';
export { OfflinePages } from './offline-pages.js';
export { PatientVisits } from './visits-page.js';
export { PeoplePage } from './people/people-page.js';
