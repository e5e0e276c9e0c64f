import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readFitabase } from './fitabase.mjs';
import { readMyAiGuide } from './myaiguide.mjs';
import { readPmData } from './pmdata.mjs';

const READERS = { myaiguide: readMyAiGuide, pmdata: readPmData, fitabase: readFitabase };

/** Everybody in the data sets that are there under STEPWELL_TEST_DATA; empty without the data. */
export function readEverybody(root = process.env.STEPWELL_TEST_DATA) {
  if (!root) return [];
  return Object.entries(READERS).flatMap(([name, read]) => {
    const folder = join(root, 'longitudinal', name);
    return existsSync(folder) ? read(folder) : [];
  });
}
