/** The roads in: our own JSON, vendors' payloads, export files. */
export { IngestModule } from './ingest.module.js';
