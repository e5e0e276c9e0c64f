import { expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWithTestData } from '../../../../test/support/outside.js';
import { JsonRefused, parseJson } from '../../../platform/json/index.js';
import { Findings } from './findings.js';
import { isCheckedType, validateResource } from './index.js';
import * as primitives from './primitives.js';

const rowsOf = (text: string) =>
  text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(','));

/** undefined: of a type that we do not check. A body that is no JSON counts as refused. */
function isRefused(bytes: Buffer): boolean | undefined {
  try {
    const resource = parseJson(bytes, { maxDepth: 32, maxNodes: 1_000_000 }) as { resourceType?: string };
    if (!isCheckedType(resource.resourceType ?? '')) return undefined;
    return validateResource(resource).length > 0;
  } catch (error) {
    if (error instanceof JsonRefused) return true;
    throw error;
  }
}

describeWithTestData('fhir', 'examples of others', (folder) => {
  const inData = (...parts: string[]) => join(folder, ...parts);
  const read = (...parts: string[]) => readFileSync(inData(...parts));

  it.each(['r4-official-examples', 'us-core-3.0.0', 'physical-activity-ig', 'synthea-r4'])(
    'accepts all of %s',
    (name) => {
      const files = readdirSync(inData(name), { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.json'));
      const verdicts = files.map((file) => [file, isRefused(read(name, file))] as const);
      console.log(
        `${name}: ${verdicts.filter(([, v]) => v !== undefined).length} of ${files.length} files are of our types`,
      );
      expect(verdicts.filter(([, refused]) => refused === true)).toEqual([]);
    },
  );

  it('judges the generated IBM examples as expected', () => {
    const rows = rowsOf(read('ibm-fhir-examples', 'EXPECTED.csv').toString()).filter(([f]) => f?.endsWith('.json'));
    const wrong: unknown[] = [];
    let count = 0;
    for (const [file = '', expected] of rows) {
      if (!existsSync(inData('ibm-fhir-examples', file))) continue;
      const refused = isRefused(read('ibm-fhir-examples', file));
      if (refused === undefined) continue;
      count++;
      if (refused !== (expected !== 'OK')) wrong.push([file, expected, refused]);
    }
    console.log(`ibm-fhir-examples: ${count} files of our types`);
    expect(wrong).toEqual([]);
  });

  it('accepts what the HL7 validator finds clean', () => {
    // Not json5: comments and the like are no JSON for us.
    const modules = ['general', 'fmt', 'references', 'bundle', 'extensions', 'questionnaire'];
    const rows = rowsOf(read('fhir-test-cases', 'validator', 'INDEX_base_r4.csv').toString());
    const counts = { clean: 0, faulty: 0, faultyRefused: 0 };
    const wrong: string[] = [];
    for (const [, file = '', , module = '', , errors] of rows) {
      if (!modules.includes(module) || !file.endsWith('.json') || errors === '') continue;
      const refused = isRefused(read('fhir-test-cases', 'validator', file));
      if (refused === undefined) continue;
      if (Number(errors) > 0) {
        counts.faulty++;
        if (refused) counts.faultyRefused++;
      } else {
        counts.clean++;
        if (refused) wrong.push(file);
      }
    }
    console.log(
      `fhir-test-cases: ${JSON.stringify(counts)} (not found: terminology, profiles, addresses, repeated Bundle links)`,
    );
    expect(wrong).toEqual([]);
  });

  it('judges primitives like google/fhir', () => {
    const names: Record<string, keyof typeof primitives> = {
      base64_binary: 'base64Binary',
      date_time: 'dateTime',
      positive_int: 'positiveInt',
      unsigned_int: 'unsignedInt',
    };
    const wrong: unknown[] = [];
    let count = 0;
    // Their null stands for an absent value, which we never hand to a check.
    for (const file of readdirSync(inData('google-fhir-validation'))) {
      const [type = '', expected] = file.split('.');
      const check = primitives[names[type] ?? (type as keyof typeof primitives)] as
        typeof primitives.string | undefined;
      if (!check) continue;
      for (const line of read('google-fhir-validation', file)
        .toString()
        .split('\n')
        .filter((l) => l.trim() !== '' && l.trim() !== 'null')) {
        const out = new Findings(() => undefined);
        check(JSON.parse(line), type, out);
        count++;
        if ((out.found.length === 0) !== (expected === 'valid')) wrong.push([file, line]);
      }
    }
    console.log(`google-fhir-validation: ${count} primitive values`);
    expect(wrong).toEqual([]);
  });
});
