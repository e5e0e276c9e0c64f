import './visit.css';

export { BookVisit } from './book-visit.js';
export { VisitPage } from './visit-page.js';
export { VisitsPage } from './visits-page.js';
