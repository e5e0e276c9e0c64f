import './patient-pages.css';

export { MyData } from './my-data.js';
export { PatientHome } from './home.js';
export { PatientNumbers } from './numbers.js';
export { PatientVisits } from './visits-page.js';
export { PeoplePage } from './people/people-page.js';
