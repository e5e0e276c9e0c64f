import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Days of one participant: steps from the monthly Fitbit exports, knee pain 0-10 from the diary. */
export interface ParticipantDays {
  readonly steps: ReadonlyMap<string, number>;
  readonly kneePain: ReadonlyMap<string, number>;
  readonly files: number;
}

/** Reads MyAIGuide's participant 1 (MIT): day-month-year dates, thousands with commas, pain rows that inherit their date. */
export function readParticipant(folder: string): ParticipantDays {
  const months = readdirSync(join(folder, 'dailyFitBitPerMonth'));
  const steps = new Map<string, number>();
  for (const name of months) {
    for (const line of readFileSync(join(folder, 'dailyFitBitPerMonth', name), 'utf8').split('\n')) {
      const row = /^"(\d\d)-(\d\d)-(\d{4})","[^"]*","([\d,]+)"/.exec(line);
      if (row) steps.set(`${row[3]}-${row[2]}-${row[1]}`, Number(row[4]!.replaceAll(',', '')));
    }
  }
  const kneePain = new Map<string, number>();
  const date = ['', '', ''];
  for (const line of readFileSync(join(folder, 'pain.csv'), 'utf8').split('\n').slice(2)) {
    const columns = line.split(',');
    for (const i of [0, 1, 2]) date[i] = columns[i] || date[i]!;
    if (columns[3] === 'Knees' && columns[5])
      kneePain.set([date[0], date[1]!.padStart(2, '0'), date[2]!.padStart(2, '0')].join('-'), Number(columns[5]));
  }
  return { steps, kneePain, files: months.length + 1 };
}
