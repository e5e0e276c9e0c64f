/** What a patient may ask for: a copy of everything, a correction, to be forgotten; and what stands against it. */
export { RightsModule } from './rights.module.js';
export { ExportRenderers } from './export/renderers.js';
export { endExportsSince } from './export/exports.repository.js';
export { RightsWorker } from './rights-worker.js';
