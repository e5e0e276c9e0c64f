import { once } from 'node:events';
import PDFDocument from 'pdfkit';
import type { SummaryFacts } from './summary.repository.js';

/** The summary as a tagged PDF: headings and paragraphs that a screen reader can walk through. */
export async function writeSummary(facts: SummaryFacts): Promise<Buffer> {
  const doc = new PDFDocument({
    size: 'A4',
    margin: 56,
    pdfVersion: '1.7',
    tagged: true,
    displayTitle: true,
    lang: 'en',
    info: { Title: 'Summary of your data', Author: printable(facts.clinic), Producer: 'Stepwell', Creator: 'Stepwell' },
  });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = once(doc, 'end');
  const root = doc.struct('Document');
  doc.addStructure(root);
  const write = (kind: 'H1' | 'H2' | 'P', text: string) =>
    root.add(
      doc.struct(kind, {}, () => {
        const [font, size] = STYLES[kind];
        if (kind !== 'P') doc.moveDown(kind === 'H2' ? 0.8 : 0);
        doc.font(font).fontSize(size).text(printable(text), { lineGap: 2 }).moveDown(0.2);
      }),
    );
  for (const [kind, text] of sentences(facts)) write(kind, text);
  root.end();
  doc.end();
  await ended;
  return Buffer.concat(parts);
}

const STYLES = { H1: ['Helvetica-Bold', 20], H2: ['Helvetica-Bold', 13], P: ['Helvetica', 10.5] } as const;

type Line = readonly ['H1' | 'H2' | 'P', string];

/** The words of the summary, top to bottom. */
export function sentences(facts: SummaryFacts): Line[] {
  return [
    ['H1', `Summary of the data of ${facts.name}`],
    [
      'P',
      `${facts.birthDate ? `Born ${facts.birthDate}. ` : ''}Made by ${facts.clinic} with Stepwell on ${facts.madeOn}.`,
    ],
    ['P', 'This is a summary for reading, not a medical report. The folder "tables" has every number.'],
    ['H2', 'Numbers'],
    ...listOr(
      facts.metrics.map(
        ({ metric, unit, days, firstDay, lastDay, lately, usual }) =>
          `${words(metric)}: ${days} days from ${firstDay} to ${lastDay}; lately ${round(lately)} ${unit}, over all ${round(usual)} ${unit}.`,
      ),
      'No daily numbers are stored.',
    ),
    ['P', `${facts.observations.toLocaleString('en-GB')} single readings are stored.`],
    ['H2', 'Visits'],
    [
      'P',
      `${facts.visits.past} visits were held. ${facts.visits.next ? `The next one is on ${facts.visits.next}.` : 'None is booked.'}`,
    ],
    ['H2', 'Goals'],
    ...listOr(
      facts.goals.map(({ goal, startsOn, endsOn }) => `${goal} (${startsOn} to ${endsOn})`),
      'No goals are written down.',
    ),
    ['H2', 'Care team'],
    ...listOr(
      facts.careTeam.map(({ name, profession }) => (profession ? `${name}, ${words(profession).toLowerCase()}` : name)),
      'Nobody is on the care team.',
    ),
    ['H2', 'Consent'],
    ...listOr(
      facts.consents.map(({ purpose, status, on }) => `${words(purpose)}: ${status} on ${on}`),
      'No consent is recorded.',
    ),
  ];
}

const listOr = (lines: readonly string[], none: string): Line[] =>
  (lines.length > 0 ? lines : [none]).map((line) => ['P', line] as const);

/** restingHeartRate, pain-physician: "Resting heart rate", "Pain physician". */
function words(code: string): string {
  const spaced = code
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .replaceAll('-', ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

const round = (value: number | null) => (value === null ? 'none' : String(Math.round(value * 10) / 10));

/** The fonts that every reader of PDFs has know western letters only; others lose their accents, or become a question mark. */
function printable(text: string): string {
  return [...text]
    .map((letter) => {
      if (/[\u0020-\u007e\u00a0-\u00ff\n]/.test(letter)) return letter;
      const plain = letter.normalize('NFD').replace(/\p{M}/gu, '');
      return /^[\u0020-\u007e\u00a0-\u00ff]+$/.test(plain) ? plain : '?';
    })
    .join('');
}
