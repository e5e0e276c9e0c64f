/** The roads in: our own JSON, vendors' payloads, export files. */
export { IngestModule } from './ingest.module.js';
export { rawUsageByClinic } from './raw-retention.js';
export { replayClinic, type ReplayResult, type ReplaySide } from './replay/replay-clinic.js';
export { ToldReadings } from './told/told-readings.js';
export { scanFile } from './scanning/scan-file.js';
